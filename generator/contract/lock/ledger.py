"""The lock: numbers that must never change by accident, kept beside the contract."""

import operator
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from generator.contract.lock import file as lockfile
from generator.contract.lock import problems as problem
from generator.contract.lock.file import LockEntry, ScopeNumbers
from generator.contract.lock.renamings import Renamings
from generator.contract.lock.slot import Slot
from generator.diagnostics import Problems, Span

Compatible = Callable[[str, str], bool]


@dataclass(frozen=True, kw_only=True)
class Numbers:
    """The numbers of one scope: by name, and what is reserved for good."""

    by_name: dict[str, int]
    reserved_numbers: tuple[int, ...] = ()
    reserved_names: tuple[str, ...] = ()


class Ledger:
    """The lock of one contract, open for a build: hands out numbers and remembers them.

    A scope that a build does not ask for stays as it is: its style may be switched off, and an
    operation that comes back finds its numbers.

    whole: it is asked for all that the contract declares; else what it is not asked for may be
    there all the same, in a declaration that is faulty.
    """

    def __init__(self, problems: Problems | None = None) -> None:
        self._problems = Problems() if problems is None else problems
        self.whole = True
        self._sections: lockfile.Sections = {}
        self._asked: set[tuple[str, str]] = set()
        self._renamings: dict[str, Renamings] = {}
        self._told: set[tuple[str, Span | None]] = set()

    @classmethod
    def read(cls, text: str, file: str, problems: Problems) -> "Ledger":
        """Open the text of a lock file; what is wrong with it goes to ``problems``."""
        ledger = cls(problems)
        ledger._sections = lockfile.read(text, file, problems)
        ledger._renamings = {
            section: Renamings({scope for scope, kept in scopes.items() if not kept.is_empty})
            for section, scopes in ledger._sections.items()
        }
        return ledger

    @property
    def is_empty(self) -> bool:
        """Whether there is no number in it."""
        return not self.dump()

    def dump(self) -> str:
        """The text of the lock file; "" when there is no number in it."""
        return lockfile.write(self._sections)

    def numbers(self) -> dict[tuple[str, str, str], int]:
        """Every number in use, by section, scope and name."""
        return {
            (section, scope, name): entry.number
            for section, scopes in self._sections.items()
            for scope, kept in scopes.items()
            for name, entry in kept.used.items()
        }

    def knows(self, section: str, scope: str) -> bool:
        """Whether the lock has a number in a scope."""
        kept = self._sections.get(section, {}).get(scope)
        return kept is not None and not kept.is_empty

    def assign(
        self,
        section: str,
        scope: str,
        slots: Iterable[Slot],
        *,
        renamed_from: str | None = None,
        like: str | None = None,
        span: Span | None = None,
        first: int = 1,
        forbidden: Iterable[range] = (),
        compatible: Compatible = operator.eq,
    ) -> Numbers:
        """Give each slot of a scope its number: explicit, else kept, else the lowest free one.

        section: the style ("grpc"); scope: a message or enum ("Product"); renamed_from: what it
        was called before; like: a scope whose numbers it takes over if it is new; span: its
        declaration, if ``close`` may ask there whether it is new; forbidden: what nothing but an
        explicit number can be; compatible: whether what was written as the first type can be
        read as the second. An explicit number is the style's to judge.
        What the lock had and ``slots`` lacks becomes reserved, with its name. A name that comes
        back gets a new number, because nothing tells whether it still means the same: who knows
        that it does says ``renamed_from`` with its own name, or ``number:``. Its name is then no
        longer reserved; the old number is.
        """
        wanted, forbidden = tuple(slots), tuple(forbidden)
        kept = self._open(section, scope, renamed_from)
        if like is not None and kept.is_empty and self.knows(section, like):
            kept.take_over(self._sections[section][like])
        renamings = self._renamings.setdefault(section, Renamings())
        renamings.scope(scope, wanted, kept, renamed_from, span)
        for each in kept.used.values():
            if each.span is not None and any(each.number in numbers for numbers in forbidden):
                self._problems.add(problem.unreadable(each.span, f"{each.number} is not allowed"))
        old = _known(wanted, kept)
        for slot in wanted:
            line = old.get(slot.name) if slot.movable and slot.explicit is None else None
            if line is not None and not _fits(slot, line, compatible):
                del old[slot.name]
        numbers = self._settled(wanted, kept, old)
        _check_types(wanted, numbers, kept, compatible, renamings)
        self._add_new(wanted, numbers, kept, first, forbidden)
        self._tell_displaced(wanted, numbers, kept)
        _retire(numbers, kept)
        kept.used = {
            slot.name: LockEntry(numbers[slot.name], slot.name, slot.type) for slot in wanted
        }
        return Numbers(
            by_name={slot.name: numbers[slot.name] for slot in wanted},
            reserved_numbers=tuple(sorted(kept.reserved)),
            reserved_names=tuple(sorted(kept.retired_names - numbers.keys())),
        )

    def close(self, section: str) -> None:
        """Ask about new names that look like old ones, and about old ones that never were."""
        known = self._sections.get(section, {}) if self.whole else {}
        gone = {
            scope: frozenset(kept.used)
            for scope, kept in known.items()
            if kept.used and (section, scope) not in self._asked
        }
        self._renamings.setdefault(section, Renamings()).report(gone, self._problems)

    def _open(self, section: str, scope: str, renamed_from: str | None) -> ScopeNumbers:
        """The numbers of a scope, which it keeps under a new name."""
        self._asked.add((section, scope))
        scopes = self._sections.setdefault(section, {})
        free = renamed_from in scopes and (section, renamed_from) not in self._asked
        if scope not in scopes and renamed_from is not None and free:
            scopes[scope] = scopes.pop(renamed_from)
        return scopes.setdefault(scope, ScopeNumbers())

    def _settled(
        self, slots: tuple[Slot, ...], kept: ScopeNumbers, old: dict[str, LockEntry]
    ) -> dict[str, int]:
        """The numbers that follow from the lock or the contract."""
        names = {slot.name for slot in slots}
        numbers = {
            slot.name: old[slot.name].number
            for slot in slots
            if slot.explicit is None and slot.name in old
        }
        owners = {each.number: name for name, each in kept.used.items()}
        owners |= {number: name for name, number in numbers.items()}
        for slot in slots:
            if slot.explicit is not None:
                self._check(slot, slot.explicit, kept, owners.get(slot.explicit), names)
                before = old.get(slot.name)
                if before is not None and before.number != slot.explicit:
                    found = problem.renumbered(
                        slot.span, slot.name, before.number, slot.explicit, before.span
                    )
                    if (slot.name, slot.span) not in self._told:
                        self._problems.add(found)
                    self._told.add((slot.name, slot.span))
                numbers[slot.name] = slot.explicit
                owners[slot.explicit] = slot.name
        return numbers

    def _check(
        self, slot: Slot, number: int, kept: ScopeNumbers, owner: str | None, names: set[str]
    ) -> None:
        """Report an explicit number that belongs to something else, be it still there or gone."""
        line = kept.reserved.get(number)
        if owner is not None:
            line = kept.used.get(owner)
        elif line is not None:
            owner = line.name
        else:
            return
        if owner not in (slot.name, slot.renamed_from):
            place = None if line is None else line.span
            found = problem.number_taken(
                slot.span, number, slot.name, owner, place, gone=owner not in names
            )
            self._problems.add(found)

    @staticmethod
    def _add_new(
        slots: tuple[Slot, ...],
        numbers: dict[str, int],
        kept: ScopeNumbers,
        first: int,
        forbidden: tuple[range, ...],
    ) -> None:
        """Give the rest the lowest numbers that nothing ever had."""
        taken = {*numbers.values(), *kept.reserved, *(each.number for each in kept.used.values())}
        free = first
        for slot in slots:
            if slot.name in numbers:
                continue
            while free in taken or any(free in numbers for numbers in forbidden):
                free += 1
            numbers[slot.name] = free
            free += 1

    def _tell_displaced(
        self, slots: tuple[Slot, ...], numbers: dict[str, int], kept: ScopeNumbers
    ) -> None:
        """Say which number of a merge went to whom, where both branches gave it away."""
        owners = {number: name for name, number in numbers.items()}
        for slot in slots:
            lost = kept.displaced.get(slot.name)
            if lost is not None and lost != numbers[slot.name]:
                owner = owners.get(lost, "")
                found = problem.merged(slot.span, slot.name, lost, numbers[slot.name], owner)
                self._problems.add(found)


def _check_types(
    slots: tuple[Slot, ...],
    numbers: dict[str, int],
    kept: ScopeNumbers,
    compatible: Compatible,
    renamings: Renamings,
) -> None:
    """Note what is now written in another way under the number that it had."""
    before = {**kept.reserved, **{each.number: each for each in kept.used.values()}}
    for slot in slots:
        line = before.get(numbers.get(slot.name, 0))
        if line is not None and not _fits(slot, line, compatible):
            renamings.retyped(slot, line)


def _fits(slot: Slot, line: LockEntry, compatible: Compatible) -> bool:
    """Whether what the lock knows was written under a number reads as what a slot is now."""
    if not line.type or not slot.type:
        return True
    now = [slot.type] if slot.old_type is None else [slot.type, slot.old_type]
    return any(compatible(line.type, type_) for type_ in now)


def _known(slots: tuple[Slot, ...], kept: ScopeNumbers) -> dict[str, LockEntry]:
    """What the lock has for each slot: under its name, its old name, or an old spelling of it."""
    names = {slot.name for slot in slots}
    spellings: dict[str, list[str]] = {}
    for name in kept.used.keys() - names:
        spellings.setdefault(name.replace("_", ""), []).append(name)
    found: dict[str, LockEntry] = {}
    for slot in slots:
        spelled = spellings.get(slot.name.replace("_", ""), ())
        if slot.name in kept.used:
            found[slot.name] = kept.used[slot.name]
        elif slot.renamed_from is not None and slot.renamed_from not in names - {slot.name}:
            old = kept.used.get(slot.renamed_from) or kept.retired(slot.renamed_from)
            if old is not None:
                found[slot.name] = old
        elif len(spelled) == 1:
            found[slot.name] = kept.used[spelled[0]]
    return found


def _retire(numbers: dict[str, int], kept: ScopeNumbers) -> None:
    """Reserve what is not in use any more, number and name, and free what is again."""
    in_use = set(numbers.values())
    for number in in_use & kept.reserved.keys():
        name = kept.reserved.pop(number).name
        if name:
            kept.names[name] = None
    for each in kept.used.values():
        if each.number not in in_use:
            name = "" if each.name in numbers else each.name
            kept.reserved[each.number] = LockEntry(each.number, name, each.type)
    listed = {each.name for each in kept.reserved.values()}
    kept.names = {name: None for name in kept.names if name not in numbers and name not in listed}
