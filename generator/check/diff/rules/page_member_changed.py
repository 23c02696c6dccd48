"""A page of a list whose items stand in a member of another name."""

from collections.abc import Iterator

from generator.check.diff.changes import flow_at
from generator.check.diff.operations import kept
from generator.check.diff.pairs import Pair
from generator.check.diff.verdicts import both
from generator.diagnostics import Kind
from generator.model import Api, Field, ListRef, NamedRef, Operation, Record, RecordOrigin
from generator.model.change import Aspect, Change, Site, Way

KIND = Kind(code="DIFF606", name="page-member-changed")
KEYWORDS = ("Resource.collection",)


def find(pair: Pair) -> Iterator[Change]:
    """Every list whose items have another name: that of many resources."""
    for old, new in kept(pair):
        before, after = _items(pair.old, old), _items(pair.new, new)
        if before is None or after is None or before.name.snake == after.name.snake:
            continue
        names = (old.name.text, new.name.text)
        site = Site(operation=names, way=Way.OUT, old=before, new=after)
        flow = flow_at([site])
        yield Change(
            kind=KIND,
            aspect=Aspect.NAME,
            what=f"{old.name}.{before.name.text}",
            message=f"pages of '{new.name}' have '{after.name.text}', no longer"
            f" '{before.name.text}'",
            old=before,
            new=after,
            owners=names,
            flow=flow,
            operations=(names,),
            sites=(site,),
            neutral=both(flow, "the member has another name"),
            span=new.span,
            before=old.span,
        )


def _items(api: Api, operation: Operation) -> Field | None:
    """The member of a page that holds its items."""
    if not isinstance(operation.output, NamedRef):
        return None
    page = api.types[operation.output.name]
    if not isinstance(page, Record) or page.origin is not RecordOrigin.PAGE:
        return None
    return next((field for field in page.fields if isinstance(field.type, ListRef)), None)
