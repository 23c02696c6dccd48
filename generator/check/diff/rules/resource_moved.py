"""A resource that is found elsewhere: below another one, under another key or collection."""

from collections.abc import Iterator

from generator.check.diff.pairs import Pair
from generator.check.diff.resources import kept_resources, of_resource
from generator.diagnostics import Kind
from generator.model.change import Change

KIND = Kind(code="DIFF602", name="resource-moved")
KEYWORDS = (
    "Resource.collection",
    "Resource.key",
    "Resource.parent",
    "Resource.singleton",
    "Resource.type",
)


def find(pair: Pair) -> Iterator[Change]:
    """Every resource with another parent, collection, key or record, or one that is single now."""
    names = {match.old_name: match.new_name for match in pair.resources if match.both}
    for match, old, new in kept_resources(pair):
        parent = names.get(old.parent or "", old.parent)
        record = pair.type_names.get(old.record, old.record)
        what = [
            *_said("parent", parent, new.parent),
            *_said("collection", old.collection, new.collection),
            *_said("key", old.key, new.key),
            *_said("type", record, new.record),
            *_said("singleton", old.singleton, new.singleton),
        ]
        if what and not (match.renamed and all(one.startswith("collection") for one in what)):
            message = f"the resource '{match.new_name}' is found elsewhere ({', '.join(what)})"
            yield of_resource(pair, KIND, match, message)


def _said(key: str, old: object, new: object) -> list[str]:
    return [] if old == new else [f"{key}: {_text(old)} → {_text(new)}"]


def _text(value: object) -> str:
    return "none" if value is None else str(value).lower() if value in (True, False) else str(value)
