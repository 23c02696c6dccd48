"""Whom a change breaks when calls travel over REST."""

from collections.abc import Iterator

from generator.formats.json.form import ABSENT, JSON_CASE, absence, spelling
from generator.model import Body
from generator.model.change import Grade, Verdict, both_break
from generator.styles.breaking import Breaking, ByOperation, Side, of_contracts
from generator.styles.rest.bind import STYLE, VARIABLE
from generator.styles.rest.binding import Place, RestBinding, RestBody, RestOperation
from generator.styles.rest.values import REST_VALUES

KEYWORDS = (
    "Contract.rest",
    "Contract.rest.absent",
    "Contract.rest.base_path",
    "Contract.rest.formats",
    "Contract.rest.json_case",
    "Operation.rest",
    "Operation.rest.method",
    "Operation.rest.path",
    "Operation.rest.status",
    "Operation.rest.query",
    "Operation.rest.headers",
    "Operation.rest.body",
    "Operation.rest.stream_end",
)
HARMLESS = {"Contract.rest.openapi": "the version of the document; the calls are the same"}


def _carried(side: Side, name: str) -> RestOperation:
    found: RestOperation = side.binding.operation(name)
    return found


def _compare(old: RestOperation, new: RestOperation) -> Iterator[Verdict]:
    if old.method != new.method or not _same_place(old.path, new.path):
        yield both_break(f"{old.method} {old.path} became {new.method} {new.path}")
    if old.status != new.status:
        yield Verdict(old=Grade.WEAKER, new=Grade.WEAKER, why=f"{old.status} became {new.status}")
    yield from _places(old, new)
    before, after = old.operation, new.operation
    yield from _media_types("the request", before.body_in, after.body_in)
    yield from _media_types("the answer", before.body_out, after.body_out)
    if old.stream_end != new.stream_end:  # generated clients read lines, which end as before
        ends = {"event": "an event", "close": "the end of the response"}
        why = f"{ends[new.stream_end]} ends its events, not {ends[old.stream_end]}"
        yield Verdict(old=Grade.WEAKER, new=Grade.WEAKER, why=why)


def _media_types(what: str, old: Body | None, new: Body | None) -> Iterator[Verdict]:
    before, after = ("JSON" if body is None else body.media_type for body in (old, new))
    if before != after:
        yield both_break(f"{what} was {before}, and is {after}")


def _same_place(old: str, new: str) -> bool:
    """Whether two paths are one to callers, who fill in variables by their places."""
    if VARIABLE.sub("{}", old) != VARIABLE.sub("{}", new):
        return False
    before, after = VARIABLE.findall(old), VARIABLE.findall(new)
    return before == after or {*before} != {*after}


def _places(old: RestOperation, new: RestOperation) -> Iterator[Verdict]:
    """Inputs that travel elsewhere, or under another name there; what is gone is told as that."""
    before, after = _inputs(old), _inputs(new)
    for name in before.keys() & after.keys():
        if before[name] != after[name]:
            yield both_break(f"'{name}' travels in {after[name]}, not in {before[name]}")


def _inputs(bound: RestOperation) -> dict[str, str]:
    """Where each input travels, in words that are the same for the same place."""
    found = {p.field.name.text: _place(p.place, p.name) for p in bound.parameters}
    if bound.body is not None:
        found |= {field.name.text: _body(bound.body) for field in bound.body.fields}
    return found


def _place(place: Place, name: str) -> str:
    match place:
        case Place.PATH:
            return "the path"
        case Place.QUERY:
            return f"the query as '{name}'"
        case Place.HEADER:
            return f"the header '{name.lower()}'"


def _body(body: RestBody) -> str:
    return "the body as all of it" if body.whole else "the body"


def _whole(old: Side, new: Side) -> Iterator[Verdict]:
    before: RestBinding = old.binding
    after: RestBinding = new.binding
    for gone in sorted({*before.formats} - {*after.formats}):
        yield Verdict(old=Grade.BREAKS, why=f"it speaks no {gone.upper()} any more")
    for added in sorted({*after.formats} - {*before.formats}):
        yield Verdict(new=Grade.WEAKER, why=f"the old server speaks no {added.upper()}")


BREAKS: Breaking = ByOperation(
    carried=_carried,
    compare=_compare,
    settings={STYLE: _whole, JSON_CASE: of_contracts(spelling), ABSENT: of_contracts(absence)},
    values=REST_VALUES,
)
