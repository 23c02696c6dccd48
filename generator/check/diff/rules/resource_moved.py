"""A resource that is found elsewhere: below another one, under another key or collection."""

from collections.abc import Iterator

from generator.check.diff.pairs import Pair
from generator.check.diff.resources import kept_resources, of_resource
from generator.diagnostics import Kind
from generator.model import Api, Field, Record, Resource
from generator.model.change import Change, Verdict, both_break

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
            yield of_resource(pair, KIND, match, message, _verdict(pair, old, new))


def _verdict(pair: Pair, old: Resource, new: Resource) -> Verdict:
    """A path that looks the same names another thing where another field is the key."""
    if old.key == new.key or old.record not in pair.type_names:
        return Verdict()
    field = next((each for each in _fields(pair.new, new) if each.name.text == new.key), None)
    if field is None or field.renamed_from == old.key:
        return Verdict()
    return both_break(f"'{new.key}' identifies it, not '{old.key}'")


def _fields(api: Api, resource: Resource) -> tuple[Field, ...]:
    record = api.types[resource.record]
    assert isinstance(record, Record)
    return record.fields


def _said(key: str, old: object, new: object) -> list[str]:
    return [] if old == new else [f"{key}: {_text(old)} → {_text(new)}"]


def _text(value: object) -> str:
    return "none" if value is None else str(value).lower() if value in (True, False) else str(value)
