"""What only the user knows of a deployment, as options of the command and keys of the settings."""

import enum
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from generator.deploy import problems as p
from generator.diagnostics import Problems, Span

_ADDRESS = re.compile(r"(\[[0-9A-Fa-f:]+\]|[A-Za-z0-9._-]+):([0-9]{1,5})")
_NAME = re.compile(
    r"(\*\.)?[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?(\.[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?)*"
)
# What a configuration's file could take for its own syntax has no place in a value.
_ODD = re.compile(r"[\x00-\x1f\x7f;{}\"'`$\\<>]")
_YES, _NO = "true", "false"


class Form(enum.Enum):
    """What a value is; the enum's value is how an error says it."""

    TEXT = "text without quotes, braces, semicolons, $ and \\"
    ADDRESS = "an address, such as 127.0.0.1:8443"
    HOST = "the name of a host, such as api.shop.example or *.shop.example"
    NUMBER = "a number of 0 or more"
    FLAG = "true or false"


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """One of a target's parameters.

    name: in kebab-case, the option without its dashes; about: what it is, in a sentence for
    ``--help``; default: its values where none are given, at most one unless it is ``many``;
    choices: the only values, if there are some. each: values may name the contract that they are
    of (``products=127.0.0.1:8001``), and have to where there are several.
    tried: the values with which a target runs where nothing is but this machine, such as without
    the keys of an issuer that has none; () for the default.
    """

    name: str
    about: str
    default: tuple[str, ...] = ()
    form: Form = Form.TEXT
    many: bool = False
    each: bool = False
    choices: tuple[str, ...] = ()
    least: int = 0
    most: int | None = None
    tried: tuple[str, ...] = ()

    @property
    def option(self) -> str:
        """The name as a keyword of Python."""
        return "with_" + self.name.replace("-", "_")


@dataclass(frozen=True, kw_only=True)
class Values:
    """The values of all parameters of a target, each of its form."""

    found: Mapping[str, tuple[str, ...]]

    def text(self, name: str) -> str:
        """The one value; "" where there is none."""
        values = self.found[name]
        return values[0] if values else ""

    def texts(self, name: str) -> tuple[str, ...]:
        """All values."""
        return self.found[name]

    def number(self, name: str) -> int:
        """The one value, a number."""
        return int(self.text(name))

    def flag(self, name: str) -> bool:
        """Whether it is on."""
        return self.text(name) == _YES

    def of(self, name: str, contract: str) -> tuple[str, ...]:
        """The values that are of a contract: those that name it, and those that name none."""
        pairs = [value.rpartition("=") for value in self.found[name]]
        return tuple(value for owner, _, value in pairs if owner in ("", contract))


def tried(parameters: Sequence[Parameter]) -> dict[str, list[str]]:
    """What a target is given where nothing is but this machine, by the parameters' names."""
    return {one.name: [*one.tried] for one in parameters if one.tried}


def values(
    parameters: Sequence[Parameter],
    given: Mapping[str, Sequence[str]],
    contracts: Sequence[str],
    problems: Problems,
    span: Span | None = None,
) -> Values:
    """The values that were given, by the parameters' names, and the defaults of the others.

    contracts: the names that values of parameters with ``each`` may have in front.
    """
    known = [parameter.name for parameter in parameters]
    for name in given.keys() - {*known}:
        problems.add(p.unknown_parameter(span, name, known))
    found = {}
    for parameter in parameters:
        chosen = tuple(given.get(parameter.name, ())) or parameter.default
        found[parameter.name] = chosen
        for value in chosen:
            wanted = _wrong(parameter, value, contracts)
            if wanted is not None:
                problems.add(p.bad_parameter(span, parameter.name, value, wanted))
        if len(chosen) > 1 and not parameter.many:
            problems.add(p.bad_parameter(span, parameter.name, ", ".join(chosen), "one value"))
        if parameter.form is Form.HOST:
            for value in _again(chosen):
                wanted = "a host that is named once"
                problems.add(p.bad_parameter(span, parameter.name, value, wanted))
    return Values(found=found)


def _again(hosts: Sequence[str]) -> Iterator[str]:
    """Those that were named before, of whatever contract; upper case makes no other host."""
    seen = set()
    for value in hosts:
        host = value.rpartition("=")[2].lower()
        if host in seen:
            yield value
        seen.add(host)


def _wrong(parameter: Parameter, value: str, contracts: Sequence[str]) -> str | None:
    """What a value has to be, where it is not."""
    if parameter.each:
        owner, _, value = value.rpartition("=")
        if owner and owner not in contracts:
            return f"of one of the contracts: {', '.join(contracts)}"
        if not owner and len(contracts) > 1:
            return f"for a contract of its own, such as {contracts[0]}={value}"
    if parameter.choices:
        known = value in parameter.choices
        return None if known else f"one of {', '.join(parameter.choices)}"
    return None if _is(parameter, value) else _wanted(parameter)


def _is(parameter: Parameter, value: str) -> bool:
    match parameter.form:
        case Form.TEXT:
            return value != "" and not _ODD.search(value)
        case Form.ADDRESS:
            match = _ADDRESS.fullmatch(value)
            return match is not None and 0 < int(match[2]) < 65536
        case Form.HOST:
            return _NAME.fullmatch(value) is not None
        case Form.NUMBER:
            most = parameter.most
            in_digits = value.isascii() and value.isdigit()
            return (
                in_digits and int(value) >= parameter.least and (most is None or int(value) <= most)
            )
        case Form.FLAG:
            return value in {_YES, _NO}


def _wanted(parameter: Parameter) -> str:
    if parameter.form is Form.NUMBER and (parameter.least or parameter.most is not None):
        end = "or more" if parameter.most is None else f"to {parameter.most}"
        return f"a number, {parameter.least} {end}"
    return parameter.form.value
