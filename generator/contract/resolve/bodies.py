"""Turns what an operation says of bodies of bytes into those of the model."""

from collections.abc import Iterable

from generator.contract.declare.declarations import BodyDecl, FieldDecl, OperationDecl
from generator.contract.problems import bodies as problem
from generator.contract.problems import values as value_problem
from generator.contract.resolve.constraints import BROKEN, shape_of
from generator.contract.resolve.typed import Types
from generator.diagnostics import Problems, Span
from generator.kinds import BYTES
from generator.model import Body, Field, Verb

_LONGEST = 2**63 - 1
_BODILESS = (Verb.GET, Verb.LIST, Verb.DELETE, Verb.UPDATE)


def body_in(
    decl: OperationDecl,
    verb: Verb | None,
    fields: Iterable[Field],
    types: Types,
    problems: Problems,
) -> Body | None:
    """The body of a request, where it is bytes: a file in pieces, or one of the fields."""
    written = decl.input if isinstance(decl.input, tuple) else ()
    raw = [each for each in (*written, *decl.additions) if each.media_type is not None]
    file = decl.input if isinstance(decl.input, BodyDecl) else None
    for other in raw if file is not None else raw[1:]:
        one = ("content", file.span) if file is not None else _named(raw[0])
        problems.add(problem.two_bodies(*_named(other), *one))
    if file is not None:
        found: Body | None = _file(file, problems)
        place = decl.places["input"]
    elif raw:
        found = _field(raw[0], fields, types, problems)
        place = raw[0].name.span
    else:
        return None
    if decl.verb is not None and verb in _BODILESS:
        problems.add(problem.no_body(place, decl.verb))
    return found


def body_out(decl: OperationDecl, problems: Problems) -> Body | None:
    """The body of an answer, where it is bytes."""
    match decl.output:
        case BodyDecl(chunks=True) as file:
            return _file(file, problems)
        case BodyDecl(media_type=media_type):
            return Body(media_type=media_type)
        case _:
            return None


def _file(decl: BodyDecl, problems: Problems) -> Body:
    written = decl.max_length
    longest = written.value if written is not None and isinstance(written.value, int) else None
    if written is not None and longest is not None and not 1 <= longest <= _LONGEST:
        why = f"cannot be {written.text}"
        problems.add(value_problem.bad_bound(written.span, "max_length", why))
    return Body(media_type=decl.media_type, chunks=True, max_length=longest)


def _field(
    decl: FieldDecl, fields: Iterable[Field], types: Types, problems: Problems
) -> Body | None:
    """The field that has a media type."""
    name, media_type = decl.name.value, decl.media_type
    field = next((field for field in fields if field.name.text == name), None)
    if field is None or media_type is None:
        return None
    if shape_of(field.type, types).core not in (BROKEN, BYTES.ref):
        problems.add(problem.not_bytes(media_type.span))
    elif field.nullable or field.default is not None:
        problems.add(problem.may_be_absent(decl.name.span, name))
    return Body(media_type=media_type.value, field=name)


def _named(decl: FieldDecl) -> tuple[str, Span]:
    return decl.name.value, decl.name.span
