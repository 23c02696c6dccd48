"""Reads the edits: a base contract, what is replaced in it, and the calls that it is about."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).parent / "edits"
SIDES = ("old", "new")
_BOTH = ("sent", "given")


@dataclass(frozen=True, kw_only=True)
class Call:
    """One call, as each side makes and answers it; a side that cannot make it has no ``send``.

    operation: its name on each side; send: the arguments that the side's client is given; answer,
    error: what the side's service does; flaky: how often it fails as unavailable after the effect;
    takes: seconds until it answers; options: of the call.
    """

    operation: Mapping[str, str]
    send: Mapping[str, Any]
    answer: Mapping[str, Any]
    error: Mapping[str, Any]
    options: Mapping[str, Mapping[str, Any]]
    flaky: int = 0
    takes: float = 0


@dataclass(frozen=True, kw_only=True)
class Edit:
    """One edit of a contract.

    harmless: no old caller may notice; weaker: calls go on, and a promise is less, for old
    callers; same: what is called otherwise in the new contract, by its old name; credentials:
    what each side's clients show, a token for each scheme.
    """

    name: str
    area: str
    old: str
    new: str
    calls: tuple[Call, ...]
    harmless: bool = False
    weaker: bool = False
    same: Mapping[str, str] = field(default_factory=dict)
    credentials: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def __str__(self) -> str:
        return f"{self.area}: {self.name}"


def areas() -> list[str]:
    """The names of the files."""
    return sorted(path.stem for path in FOLDER.glob("*.yaml"))


def edits(area: str) -> list[Edit]:
    """The edits of one file."""
    path = FOLDER / f"{area}.yaml"
    document = yaml.load(path.read_text("utf-8"), Loader=_Loader)
    pairs = [edit for pair in document.get("pairs", ()) for edit in _pair(area, document, pair)]
    return pairs + [_edit(area, document, entry) for entry in document.get("edits", ())]


def _pair(area: str, document: dict[str, Any], pair: dict[str, Any]) -> Iterator[Edit]:
    """An edit for each way in which values of a type travel.

    A pair says the type before and after (``from``, ``to``), the value that each side has of it
    (``old``, ``new``: left out where it is absent), and for which ways it is harmless; ``ways``
    are both unless it says other ones.
    """
    known = {"from", "to", "old", "new", "ways", "harmless", "edit"}
    assert not pair.keys() - known, pair
    for way in pair.get("ways", _BOTH):
        place = document["ways"][way]
        texts = [_filled(document, {way: pair[key]}) for key in ("from", "to")]
        values = {side: {place["member"]: pair[side]} if side in pair else {} for side in SIDES}
        entry = {"call": place["call"], **place.get("fixed", {})}
        entry |= {side: {place["part"]: value} for side, value in values.items()}
        name = pair.get("edit") or f"{pair['from']} → {pair['to']}"
        yield Edit(
            name=f"{way}: {name}",
            area=area,
            old=texts[0],
            new=texts[1],
            calls=tuple(_calls(document, entry)),
            harmless=way in pair.get("harmless", ()),
        )


class _Loader(yaml.SafeLoader):
    """Leaves dates and times what they are in contracts: text."""


_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in found if not tag.endswith(":timestamp")]
    for first, found in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def _edit(area: str, document: dict[str, Any], entry: dict[str, Any]) -> Edit:
    known = {"edit", "base", "change", "old", "calls", "harmless", "weaker", "same", "credentials"}
    assert not entry.keys() - known, (entry["edit"], entry.keys() - known)
    base = document["bases"][entry["base"]] if "base" in entry else document["base"]
    old = _replaced(base, entry.get("old", {}), entry["edit"])
    new = _replaced(old, entry["change"], entry["edit"])
    calls = tuple(call for one in entry["calls"] for call in _calls(document, one))
    return Edit(
        name=entry["edit"],
        area=area,
        old=old,
        new=new,
        calls=calls,
        harmless=entry.get("harmless", False),
        weaker=entry.get("weaker", False),
        same=entry.get("same", {}),
        credentials=entry.get("credentials", {}),
    )


def _replaced(text: str, change: dict[str, str], name: str) -> str:
    """The text with each piece replaced, which it must have once; under "+" what is added."""
    for before, after in change.items():
        if before == "+":
            text += after
            continue
        assert text.count(before) == 1, (name, before, text.count(before))
        text = text.replace(before, after)
    return text


def _filled(document: dict[str, Any], types: dict[str, str]) -> str:
    """The base with the type of each way; what is not said is a string."""
    text: str = document["base"]
    for way in document["ways"]:
        text = text.replace(f"<{way}>", types.get(way, "string"))
    return text


def _calls(document: dict[str, Any], entry: Any) -> Iterator[Call]:
    if isinstance(entry, str):  # one that several edits make
        yield from _calls(document, document["calls"][entry])
        return
    known = {"call", "old", "new", "flaky", "takes", "send", "answer", "error", "options"}
    known |= {"like"}
    assert not entry.keys() - known, entry.keys() - known
    if "like" in entry:
        entry = document["calls"][entry["like"]] | entry
    sides = {side: {**entry, **(entry.get(side) or {})} for side in SIDES}
    there = {side: each for side, each in sides.items() if entry.get(side, {}) is not None}
    yield Call(
        operation={side: each["call"] for side, each in there.items()},
        send={side: each.get("send", {}) for side, each in there.items()},
        answer={side: each.get("answer") for side, each in there.items()},
        error={side: each.get("error") for side, each in there.items()},
        options={side: each.get("options", {}) for side, each in there.items()},
        flaky=entry.get("flaky", 0),
        takes=entry.get("takes", 0),
    )
