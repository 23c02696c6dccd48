"""What a build asks about names that the lock has, or lacks: what was renamed, and from what."""

import re
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass, field

from generator.contract.lock import problems as problem
from generator.contract.lock.file import LockEntry, ScopeNumbers
from generator.contract.lock.slot import Slot
from generator.diagnostics import Problems, Span
from generator.model.types import NEW

# Scopes that belong to an operation, not to a type.
_DERIVED = ("Request", "Response")


@dataclass(frozen=True, kw_only=True)
class _New:
    """A scope that the lock did not know, and where its declaration stands."""

    scope: str
    names: frozenset[str]
    span: Span


@dataclass(slots=True)
class _Claim:
    """A ``renamed_from`` of the contract, which may stand for several scopes.

    known: the lock has the old name or the new one; gone: which names of a message are gone.
    """

    old: str
    known: bool = False
    gone: set[str] = field(default_factory=set)


class Renamings:
    """Collects what one section of the lock shows of renamings, until all of it was asked for."""

    def __init__(self, known: Set[str] = frozenset()) -> None:
        """known: the scopes that the lock had before this build."""
        self._known = known
        self._new: list[_New] = []
        self._claims: dict[Span, _Claim] = {}
        self._retyped: dict[Span | None, tuple[Slot, LockEntry]] = {}

    def scope(
        self,
        scope: str,
        slots: Iterable[Slot],
        kept: ScopeNumbers,
        renamed_from: str | None,
        span: Span | None,
    ) -> None:
        """Note what a scope asks for; ``kept`` is what the lock has for it."""
        slots = tuple(slots)
        names = frozenset(slot.name for slot in slots)
        if span is not None and kept.is_empty and renamed_from is None:
            self._new.append(_New(scope=scope, names=names, span=span))
        names_known = {scope, renamed_from} & self._known
        if span is not None and slots and self._known and renamed_from not in (None, NEW):
            claim = self._claims.setdefault(span, _Claim(renamed_from))
            claim.known |= bool(names_known)
        if not names_known:
            return
        had = kept.used.keys() | kept.retired_names
        spelled = {_spelling(name) for name in had}
        for slot in slots:
            if slot.span is None or slot.renamed_from in (None, NEW):
                continue
            claim = self._claims.setdefault(slot.span, _Claim(slot.renamed_from or ""))
            claim.known |= bool({_spelling(slot.name), _spelling(claim.old)} & spelled)
            claim.gone |= had - names

    def retyped(self, slot: Slot, line: LockEntry) -> None:
        """Note a field that is written in another way; one declaration is told once."""
        self._retyped.setdefault(slot.span, (slot, line))

    def report(self, gone: Mapping[str, frozenset[str]], problems: Problems) -> None:
        """Ask, of what was noted; ``gone``: the scopes of the lock that nothing asked for."""
        renamed: dict[str, str] = {}
        asked: set[Span] = set()
        for new in sorted(self._new, key=lambda new: len(new.scope)):
            old = next((scope for scope, names in gone.items() if _alike(scope, names, new)), None)
            # What is derived from a type, with a longer name, stands where the type does.
            if old is not None and new.span not in asked:
                asked.add(new.span)
                renamed[new.scope] = old
                problems.add(problem.perhaps_renamed(new.span, new.scope, old))
        for slot, line in self._retyped.values():
            if _with_old_names(slot.type, renamed) != line.type:
                found = problem.retyped(
                    slot.span, slot.name, line.number, line.type, slot.type, line.span
                )
                problems.add(found)
        for span, claim in self._claims.items():
            if not claim.known:
                problems.add(problem.never_known(span, claim.old, claim.gone or gone))


def _spelling(name: str) -> str:
    return name.replace("_", "")


def _with_old_names(type_: str, renamed: Mapping[str, str]) -> str:
    """A type in the words of the lock, where the contract has new ones."""

    def old(found: re.Match[str]) -> str:
        word = found[0]
        source = max((new for new in renamed if word.startswith(new)), key=len, default="")
        return renamed[source] + word[len(source) :] if source else word

    return re.sub(r"\w+", old, type_)


def _alike(scope: str, names: frozenset[str], new: _New) -> bool:
    """Whether a scope that is gone and a new one have the same parts, or one has some more."""
    if any(scope.endswith(end) and not new.scope.endswith(end) for end in _DERIVED):
        return False
    within = names <= new.names or names >= new.names
    return names == new.names or (len(names & new.names) > 1 and within)
