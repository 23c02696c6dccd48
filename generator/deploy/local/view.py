"""Turns the tables into the page ``run.py``: Python, as a formatter would lay it out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from generator.deploy.local.contract import Call, Contract
from generator.emit.python.code import DocText, Ident, Literal, doc, ident, literal
from generator.emit.python.layout import bracketed, call

_INSIDE = 8  # columns before an item of a table


@dataclass(frozen=True, slots=True, kw_only=True)
class ContractView:
    """One table."""

    constant: Ident
    name: Literal
    file: Literal
    host: Literal
    service: Literal
    authenticate: Literal
    package: Literal
    servers: str
    styles: str
    calls: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RunView:
    """The page."""

    doc: DocText
    proxy: Literal
    listen: Literal
    contracts: tuple[ContractView, ...]
    constants: str
    imports: str


def view(title: str, proxy: str, listen: str, contracts: Sequence[Contract]) -> RunView:
    """The page for a proxy of this title and name."""
    names = ", ".join(one.name for one in contracts)
    each = "two servers of" if len(contracts) == 1 else "two servers each of"
    views = tuple(_contract(one) for one in contracts)
    keys = any(one.given for contract in contracts for one in contract.calls)
    return RunView(
        doc=doc(f"Runs {title}, {each} {names}, and a client on this machine.", indent=0),
        proxy=literal(proxy),
        listen=literal(listen),
        contracts=views,
        constants=bracketed("CONTRACTS = [", [one.constant for one in views], "]", indent=0),
        imports="Call, Contract, Key" if keys else "Call, Contract",
    )


def _contract(contract: Contract) -> ContractView:
    return ContractView(
        constant=ident(contract.name.upper()),
        name=literal(contract.name),
        file=literal(contract.file),
        host=literal(contract.host),
        service=literal(contract.service),
        authenticate=literal(contract.authenticate),
        package=literal(contract.package),
        servers=_rows([_mapping(one, indent=_INSIDE) for one in contract.servers]),
        styles=_mapping(contract.styles, indent=4, before=len("styles=")),
        calls=_rows([_call(one) for one in contract.calls]),
    )


def _rows(items: Sequence[str]) -> str:
    """A list with a line for each item."""
    space = " " * _INSIDE
    return "[" + "".join(f"\n{space}{item}," for item in items) + "\n    ]" if items else "[]"


def _mapping(values: Mapping[str, str], *, indent: int, before: int = 0) -> str:
    items = [f"{literal(key)}: {literal(value)}" for key, value in values.items()]
    return bracketed("{", items, "}", indent=indent, after=before + 1)


def _call(one: Call) -> str:
    arguments = [f"operation={literal(one.operation)}", f"method={literal(one.method)}"]
    if one.given:
        keys = ", ".join(
            f"{literal(name)}: Key(items={literal(key.items)}, field={literal(key.field)})"
            for name, key in one.given.items()
        )
        arguments.append(f"given={{{keys}}}")
    if one.items:
        arguments.append(f"items={literal(one.items)}")
    return call("Call", arguments, indent=_INSIDE, after=1)
