"""Contracts whose types, errors, operations and fields have the names that generated code uses."""

import ast
import builtins
from collections.abc import Iterator
from pathlib import Path

from generator.naming import Name

# What a contract's own modules define or re-export is no name of ours.
_CONTRACTS_OWN = {"types", "errors", "calls", "service"}
REFUSED = {"Ellipsis", "False", "None", "NotImplemented", "True"}
_METHODS = (
    "Close Codec Str List Dict Int Float Bool Bytes Object Tuple Datetime Msgspec Type Print Self "
    "Super Options Implementation Import Operations Schema Binding Methods Service Any Client"
)
_FIELDS = (
    "message code args fields violations retry_after add_note with_traceback members struct "
    "revive made text self super list str datetime decimal sensitive implementation"
)
_PARAMETERS = "implementation options list str datetime msgspec self message operation"


def names(generated: Path) -> list[str]:
    """Every capitalised name that some generated module imports or defines, or Python has."""
    found = {name for name in dir(builtins) if name[0].isupper()} - REFUSED
    found |= {"Mirror", "FooList", "FooRequest", "Foo", "Sequence", "Code", "NotModified"}
    for path in sorted(generated.glob("*/**/*.py")):
        if "_support" not in path.parts:
            found |= {name for name in _of(ast.parse(path.read_text("utf-8"))) if name[0].isupper()}
    return sorted(found)


def contracts(generated: Path) -> dict[str, str]:
    """Contracts by the names of their files; together they have all the names."""
    groups: list[dict[str, str]] = []
    for name in names(generated):
        form = Name.parse(name).snake
        group = next((g for g in groups if form not in g), None)
        if group is None:
            groups.append(group := {})
        group[form] = name
    return {f"names{n}": _contract(n, list(g.values())) for n, g in enumerate(groups, start=1)}


def _of(module: ast.Module) -> Iterator[str]:
    for node in module.body:
        match node:
            case ast.ImportFrom(module=source, names=imported) if source not in _CONTRACTS_OWN:
                if source != "operations":
                    yield from (alias.name for alias in imported)
            case ast.Assign(targets=[ast.Name(id=name)]) if name in (
                "BINDING METHODS SERVICE SCHEMA OPERATIONS HOSTS"
            ):
                yield name
            case ast.ClassDef(name="Client" | "AsyncClient" as name):
                yield name
            case _:
                pass


def _contract(number: int, taken: list[str]) -> str:
    records, errors = taken[::2], taken[1::2]
    lines = [f"contract: odd.names{number}.v1", "types:", "  Odd: {enum: [mro, name, value]}"]
    for name, other in zip(records, [*records[1:], records[0]], strict=True):
        lines.append(
            f"  {name}: {{fields: {{anything: any, maybe: any?, amount: decimal?, key: uuid?, "
            f"at: timestamp?, list: string, str: string?, other: {other}?, "
            "sensitive: {type: string?, sensitive: true}, odd: Odd, "
            f'price: {{type: decimal, default: "1.5"}}}}}}'
        )
    lines += [f"  Choice: {{union: {{one: {records[0]}, two: {records[1]}}}}}", "errors:"]
    fields = ", ".join(f"{name}: string" for name in _FIELDS.split() if name != "code")
    lines.append(f"  Everything: {{code: aborted, fields: {{{fields}, amount: decimal?}}}}")
    lines += [f"  {name}: {{code: not_found, fields: {{message: string}}}}" for name in errors]
    lines += [
        "resources:",
        "  Shelf: {key: name}",
        "  Book: {key: name, parent: Shelf}",
        "  Page: {key: name, parent: Book}",
        "operations:",
        "  AddShelf: {create: Shelf}",
        "  AddBook: {create: Book}",
        "  GetBook: {get: Book}",
        "  ListBooks: {list: Book}",
        "  GetPage: {get: Page}",
        "  UpdatePage: {update: Page}",
    ]
    lines[2:2] = [
        "  Shelf: {fields: {name: string, label: string}}",
        "  Book: {fields: {name: string, title: string}}",
        "  Page: {fields: {name: string, text: string}}",
    ]
    inputs = ", ".join(f"{name}: string" for name in _PARAMETERS.split())
    everything = f"anything: any, choice: Choice?, {inputs}"
    forms = {Name.parse(name).snake for name in taken}
    for position, name in enumerate(_METHODS.split()):
        if f"{Name.parse(name).snake}_request" not in forms:
            error = errors[position % len(errors)]
            lines.append(
                f"  {name}: {{input: {{{everything}}}, output: {records[position % len(records)]}, "
                f"errors: [Everything, {error}]}}"
            )
    return "\n".join(lines) + "\n"
