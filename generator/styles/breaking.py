"""What a style says of a change: whom it breaks when calls travel in this style.

Apart from ``Style``, because a build needs none of it: the module that ``Style.breaks`` names is
imported by ``generator.check`` alone.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Generic, Protocol, TypeVar

from generator.formats.format import Described
from generator.model import Api, Operation, Resource
from generator.model.absence import existence
from generator.model.change import Aspect, Change, Grade, Verdict, worst

B = TypeVar("B")  # how one operation travels


@dataclass(frozen=True, kw_only=True)
class Side:
    """One of two contracts, bound in one style."""

    api: Api
    described: Described
    binding: Any


class Judge(Protocol):
    """Judges the changes between two sides in one style."""

    def verdict(self, change: Change) -> Verdict:
        """Whom a change breaks; ``change.neutral`` where the style has nothing to add.

        A change that several operations carry breaks if it breaks one of them.
        """


class Breaking(Protocol):
    """What the module that ``Style.breaks`` names has as ``BREAKS``; it has no state.

    The module names what the style adds to the language, too: in ``KEYWORDS`` what its judge looks
    at (``Operation.rest.path``), in ``HARMLESS`` what breaks nobody, with the reason.
    """

    def judge(self, old: Side, new: Side) -> Judge:
        """A judge of the changes from one side to the other."""


class Neutral:
    """A judge, and what makes it, that has nothing to add."""

    def judge(self, *_sides: Side) -> Judge:
        """Itself."""
        return self

    def verdict(self, change: Change) -> Verdict:
        """What holds for every style."""
        return change.neutral


Whole = Callable[[Side, Side], Iterable[Verdict]]


@dataclass(frozen=True, kw_only=True)
class ByOperation(Generic[B]):
    """Makes judges that compare how each operation travels before and after.

    carried: how an operation of this name travels, None where it is not offered; compare: what it
    means for callers that they are different; settings: what the style reads of a contract, by the
    names that ``Change.style`` has, with what else than operations they decide, once for all of
    them; values: judges the changes of what travels, most often as the style's format does.
    """

    carried: Callable[[Side, str], B | None]
    compare: Callable[[B, B], Iterable[Verdict]]
    settings: Mapping[str, Whole]
    values: Breaking = field(default_factory=Neutral)

    def judge(self, old: Side, new: Side) -> Judge:
        """A judge with the bindings of both sides."""
        return _OfOperations(self, old, new)


def of_contracts(compare: Callable[[Api, Api], Iterable[Verdict]]) -> Whole:
    """Of settings whose meaning is to be seen in the two models."""
    return lambda old, new: compare(old.api, new.api)


def nothing_else(_old: Side, _new: Side) -> Iterable[Verdict]:
    """Of settings that decide how operations travel, and nothing else."""
    return ()


# What may make operations reached in another way, and an answer another one.
_REACHED = {Aspect.ADDRESS, Aspect.NAME, Aspect.OUTCOME, Aspect.SETTINGS, Aspect.TYPE}


class _OfOperations(Generic[B]):
    def __init__(self, of: ByOperation[B], old: Side, new: Side) -> None:
        self._of = of
        self._old, self._new = old, new
        self._values = of.values.judge(old, new)
        self._compared: dict[tuple[str, str], Verdict] = {}

    def verdict(self, change: Change) -> Verdict:
        """What the style's calls, or its values, make of a change."""
        found = self._verdict(self._carried_part(change))
        called, calls = self._offered(change)
        if called and calls:
            return found
        return replace(
            found,
            old=found.old if called else Grade.FINE,
            new=found.new if calls else Grade.FINE,
        )

    def _carried_part(self, change: Change) -> Change:
        """A change of a field, without the operations that this style does not offer at all."""
        sites = tuple(
            site
            for site in change.sites
            if self._offers(self._old, site.operation[0])
            or self._offers(self._new, site.operation[1])
        )
        if sites == change.sites or change.aspect is not Aspect.EXISTENCE:
            return change
        return replace(change, sites=sites, neutral=existence(sites))

    def _verdict(self, change: Change) -> Verdict:
        if change.aspect is Aspect.SETTINGS:
            return self._settings(change)
        if change.aspect in _REACHED and isinstance(change.new, Api | Operation | Resource):
            return worst([self._values.verdict(change), *self._calls(change)])
        return self._values.verdict(change)

    def _settings(self, change: Change) -> Verdict:
        if change.style not in self._of.settings:
            return change.neutral
        found = [change.neutral, *self._calls(change)]
        if isinstance(change.new, Api):
            found += self._of.settings[change.style](self._old, self._new)
        return worst(found)

    def _calls(self, change: Change) -> list[Verdict]:
        return [self._call(*names) for names in change.operations]

    def _offered(self, change: Change) -> tuple[bool, bool]:
        """Whether the style's old clients, and its new ones, call any of what a change reaches."""
        if not change.operations:
            return True, True
        return (
            any(self._offers(self._old, old) for old, _ in change.operations),
            any(self._offers(self._new, new) for _, new in change.operations),
        )

    def _offers(self, side: Side, name: str) -> bool:
        return self._carried(side, name) is not None

    def _carried(self, side: Side, name: str) -> B | None:
        return self._of.carried(side, name) if name in side.api.operations else None

    def _call(self, old: str, new: str) -> Verdict:
        names = (old, new)
        if names not in self._compared:
            self._compared[names] = self._compare(old, new)
        return self._compared[names]

    def _compare(self, old: str, new: str) -> Verdict:
        before, after = self._carried(self._old, old), self._carried(self._new, new)
        if before is None or after is None:
            gone, added = before is not None, after is not None
            return Verdict(
                old=Grade.BREAKS if gone else Grade.FINE,
                new=Grade.BREAKS if added else Grade.FINE,
                why="it is offered no more" if gone else "it was not offered" if added else "",
            )
        return worst(self._of.compare(before, after))
