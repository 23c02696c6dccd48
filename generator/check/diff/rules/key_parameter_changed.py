"""A parameter that names one of a resource, and has another name, or is there on one side only."""

from collections.abc import Iterator

from generator.check.diff.changes import flow_at
from generator.check.diff.operations import kept
from generator.check.diff.pairs import Pair
from generator.check.diff.verdicts import both
from generator.diagnostics import Kind
from generator.model import Api, Field, FieldRole, Operation
from generator.model.absence import existence
from generator.model.change import Aspect, Change, Site, Way

KIND = Kind(code="DIFF605", name="key-parameter-changed")
KEYWORDS = ("Resource.key", "Resource.parent")
_Names = tuple[str | None, str | None]


def find(pair: Pair) -> Iterator[Change]:
    """Every such parameter, once for all operations that take it."""
    found: dict[_Names, list[Site]] = {}
    for old, new in kept(pair):
        for names, site in _sites(pair, old, new):
            found.setdefault(names, []).append(site)
    for names, sites in found.items():
        yield _change(pair, names, sites)


def _sites(pair: Pair, old: Operation, new: Operation) -> Iterator[tuple[_Names, Site]]:
    """What differs among the keys of an operation: the last one names the resource itself."""
    before, after = _keys(pair.old, old), _keys(pair.new, new)
    gone = [field for field in before if field.name.snake not in _names(after)]
    added = [field for field in after if field.name.snake not in _names(before)]
    for at in range(1, max(len(gone), len(added)) + 1):
        each = gone[-at] if at <= len(gone) else None, added[-at] if at <= len(added) else None
        site = Site(
            operation=(old.name.text, new.name.text),
            way=Way.INTO,
            old=each[0],
            new=each[1],
            parameter=True,
        )
        first, second = (None if field is None else field.name.text for field in each)
        yield (first, second), site


def _change(pair: Pair, names: _Names, sites: list[Site]) -> Change:
    before, after = names
    flow = flow_at(sites)
    operations = tuple(site.operation for site in sites)
    (old, new), first = operations[0], sites[0]
    if before is None:
        message = f"'{new}' takes '{after}'"
    elif after is None:
        message = f"'{new}' does not take '{before}' any more"
    else:
        message = f"the parameter '{before}' is called '{after}' now"
    if len(operations) > 1:
        message += f", in {len(operations)} operations"
    renamed = None not in names
    return Change(
        kind=KIND,
        aspect=Aspect.NAME if renamed else Aspect.EXISTENCE,
        what=f"{old}.{before or after}",
        message=message,
        old=first.old,
        new=first.new,
        owners=operations[0],
        flow=flow,
        operations=operations,
        sites=tuple(sites),
        neutral=both(flow, "the parameter has another name") if renamed else existence(sites),
        span=pair.new.operations[new].span,
        before=pair.old.operations[old].span,
    )


def _keys(api: Api, operation: Operation) -> list[Field]:
    return [each for each in api.request(operation).fields if each.role is FieldRole.KEY]


def _names(fields: list[Field]) -> set[str]:
    return {field.name.snake for field in fields}
