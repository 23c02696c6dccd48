"""What one style alone is told, and is told otherwise."""

from collections.abc import Iterator, Mapping

from generator.check.diff.operations import kept, names_of, unchanged
from generator.check.diff.pairs import Pair
from generator.check.diff.places import Set, of_setting
from generator.diagnostics import Kind
from generator.formats.json.form import ABSENT, JSON_CASE
from generator.model import Json, Node, to_json
from generator.model.change import Aspect, Change

KIND = Kind(code="DIFF811", name="settings-changed")
KEYWORDS: tuple[str, ...] = ()  # styles name what they add themselves, see ``Breaking``
# The form of JSON, which no style has for itself: it has rules of its own.
_NOT_OF_A_STYLE = {JSON_CASE, ABSENT}


def find(pair: Pair) -> Iterator[Change]:
    """Every setting of a style that is another, on whatever it stands."""
    everywhere = names_of(unchanged(pair))
    yield from _changed(pair.old.package, (pair.old, pair.new), everywhere)
    for both in kept(pair):
        yield from _changed(both[0].name.text, both, names_of([both]))
    for match in pair.resources:
        if match.both is not None and any(thing.settings for thing in match.both):
            on = [each for each in kept(pair) if each[1].resource == match.new_name]
            yield from _changed(match.old_name, match.both, names_of(on))
    for error in pair.errors:
        if error.both is not None and any(thing.settings for thing in error.both):
            on = [each for each in kept(pair) if error.new_name in each[1].errors]
            yield from _changed(error.old_name, error.both, names_of(on))


def _changed(
    what: str, both: tuple[Set, Set], operations: tuple[tuple[str, str], ...]
) -> Iterator[Change]:
    old, new = both
    for style in dict.fromkeys((*old.settings, *new.settings)):
        before, after = _said(old.settings.get(style)), _said(new.settings.get(style))
        keys = [key for key in {**before, **after} if before.get(key) != after.get(key)]
        if not keys:
            continue
        said = ", ".join(
            f"{key}: {_text(before, key)} → {_text(after, key)}".strip(": ") for key in keys
        )
        yield Change(
            kind=KIND,
            aspect=Aspect.SETTINGS,
            what=what,
            message=f"'{style}' of '{what}' is another ({said})",
            old=old,
            new=new,
            operations=operations,
            style=style,
            span=of_setting(new, style, keys),
            before=of_setting(old, style, keys),
        )


def _said(node: Node | None) -> Mapping[str, Json]:
    """What a node says, by key; a short form has none."""
    found = None if node is None else to_json(node)
    if not isinstance(found, dict):
        return {} if found is None else {"": found}
    ours = {key: value for key, value in found.items() if key not in _NOT_OF_A_STYLE}
    return {key: value for key, value in ours.items() if not key.startswith("x-")}


def _text(said: Mapping[str, Json], key: str) -> str:
    return f"{said[key]}" if key in said else "nothing"
