"""Turns a contract's types, errors and schemes into an outline that people can read on one page."""

from collections.abc import Iterator

from generator.compare.sideways.comparison import MemberOutline, SchemeOutline, TypeOutline
from generator.contract.resolve.constraints import spell
from generator.emit.credentials import place
from generator.model import (
    Alias,
    Api,
    AuthScheme,
    Constraints,
    Enum,
    ErrorType,
    Field,
    Record,
    RecordOrigin,
    Union,
)


def types(api: Api) -> tuple[TypeOutline, ...]:
    """The declared types, in the contract's order; what is derived from them is left out."""
    return tuple(_types(api))


def _types(api: Api) -> Iterator[TypeOutline]:
    for name, found in api.types.items():
        match found:
            case Record(origin=RecordOrigin.DECLARED):
                yield _outline(name, "record", found.description, _fields(found))
            case Union(source=None):
                members = (MemberOutline(name=v.tag, type=v.record) for v in found.variants)
                kind = f"union, told apart by {found.discriminator}"
                yield _outline(name, kind, found.description, members)
            case Enum():
                values = (
                    MemberOutline(name=value.name, description=value.description)
                    for value in found.values
                )
                yield _outline(name, "enum", found.description, values)
            case Alias():
                rules = ", ".join(_rules(found.constraints))
                kind = f"{spell(found.type)}, {rules}" if rules else spell(found.type)
                yield _outline(name, kind, found.description, ())
            case _:
                pass


def errors(api: Api) -> tuple[TypeOutline, ...]:
    """The declared errors."""
    return tuple(_error(error) for error in api.errors.values())


def schemes(api: Api) -> tuple[SchemeOutline, ...]:
    """The ways to say who calls, and what they are for."""
    used: dict[str, list[str]] = {name: [] for name in api.auth}
    for operation in api.operations.values():
        for scheme in dict.fromkeys(one.scheme for choice in operation.auth for one in choice):
            used[scheme].append(operation.name.text)
    return tuple(_scheme(scheme, used[name]) for name, scheme in api.auth.items())


def _scheme(scheme: AuthScheme, operations: list[str]) -> SchemeOutline:
    return SchemeOutline(
        name=scheme.name,
        place=place(scheme),
        description=scheme.description,
        scopes=tuple(scheme.scopes.items()),
        operations=tuple(operations),
    )


def _outline(
    name: str, kind: str, description: str, members: Iterator[MemberOutline] | tuple[()]
) -> TypeOutline:
    return TypeOutline(name=name, kind=kind, description=description, members=tuple(members))


def _error(error: ErrorType) -> TypeOutline:
    members = tuple(_field(field) for field in error.fields)
    return TypeOutline(
        name=error.name, kind=error.code.value, description=error.description, members=members
    )


def _fields(record: Record) -> Iterator[MemberOutline]:
    return (_field(field) for field in record.fields)


def _field(field: Field) -> MemberOutline:
    marks = (
        *(["read only"] if field.read_only else []),
        *(["immutable"] if field.immutable else []),
        *(["deprecated"] if field.deprecated else []),
        *_rules(field.constraints),
        *([f"default {_shown(field.default.value)}"] if field.default else []),
    )
    return MemberOutline(
        name=field.json_name,
        type=f"{spell(field.type)}{'?' if field.nullable else ''}",
        rules=", ".join(marks),
        description=field.description,
    )


def _shown(value: object) -> str:
    match value:
        case bool():
            return str(value).lower()
        case list() | dict() if not value:
            return "empty"
        case "":
            return '""'
        case _:
            return str(value)


def _rules(found: Constraints) -> Iterator[str]:
    """Constraints in a few words; a pattern is said to be there, and stands in the contract."""
    yield from _span(found.min_length, found.max_length, "characters")
    yield from _span(found.min_items, found.max_items, "items")
    least, most = found.minimum, found.maximum
    if least is not None and most is not None:
        yield f"{least} to {most}"
        least = most = None
    bounds = (
        ("≥", least),
        (">", found.exclusive_minimum),
        ("≤", most),
        ("<", found.exclusive_maximum),
        ("multiple of", found.multiple_of),
    )
    yield from (f"{word} {bound}" for word, bound in bounds if bound is not None)
    if found.unique_items:
        yield "no repeats"
    if found.pattern is not None:
        yield f"matches {found.pattern}" if len(found.pattern) <= 24 else "has a pattern"


def _span(least: int | None, most: int | None, noun: str) -> Iterator[str]:
    if least is not None and most is not None:
        yield f"{least} to {most} {noun}" if least != most else f"{most} {noun}"
    elif most is not None:
        yield f"at most {most} {noun}"
    elif least is not None:
        yield f"at least {least} {noun}"
