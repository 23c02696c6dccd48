"""The lock: numbers that must never change by accident, kept beside the contract."""

from collections.abc import Iterable
from dataclasses import dataclass

from generator.diagnostics import Problems, Span
from generator.resolve import lockfile
from generator.resolve.lockfile import Kept, ScopeNumbers
from generator.resolve.problems import lock as problem


@dataclass(frozen=True, kw_only=True)
class Slot:
    """Something that wants a number within a scope."""

    name: str
    explicit: int | None = None  # `number:` in the contract
    renamed_from: str | None = None
    span: Span | None = None


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
    """

    def __init__(self, problems: Problems | None = None) -> None:
        self._problems = Problems() if problems is None else problems
        self._sections: lockfile.Sections = {}

    @classmethod
    def read(cls, text: str, file: str, problems: Problems) -> "Ledger":
        """Open the text of a lock file; what is wrong with it goes to ``problems``."""
        ledger = cls(problems)
        ledger._sections = lockfile.read(text, file, problems)
        return ledger

    @property
    def is_empty(self) -> bool:
        """Whether there is no number in it."""
        return not self.dump()

    def dump(self) -> str:
        """The text of the lock file; "" when there is no number in it."""
        return lockfile.write(self._sections)

    def assign(
        self,
        section: str,
        scope: str,
        slots: Iterable[Slot],
        *,
        first: int = 1,
        forbidden: Iterable[range] = (),
    ) -> Numbers:
        """Give each slot of a scope its number: explicit, else kept, else the lowest free one.

        section: the style ("grpc"); scope: a message or enum ("Product"); forbidden: what
        nothing but an explicit number can be. An explicit number is the style's to judge.
        What the lock had and ``slots`` lacks becomes reserved, with its name. A name that comes
        back gets a new number, because nothing tells whether it still means the same: who knows
        that it does says ``number:``. Its name is then no longer reserved; the old number is.
        """
        kept = self._sections.setdefault(section, {}).setdefault(scope, ScopeNumbers())
        wanted, forbidden = tuple(slots), tuple(forbidden)
        for each in kept.used.values():
            if each.span is not None and any(each.number in numbers for numbers in forbidden):
                self._problems.add(problem.unreadable(each.span, f"{each.number} is not allowed"))
        numbers = self._settled(wanted, kept)
        self._add_new(wanted, numbers, kept, first, forbidden)
        self._retire(numbers, kept)
        kept.used = {slot.name: Kept(numbers[slot.name], slot.name) for slot in wanted}
        names = {each.name for each in kept.reserved.values()} - numbers.keys() - {""}
        return Numbers(
            by_name={slot.name: numbers[slot.name] for slot in wanted},
            reserved_numbers=tuple(sorted(kept.reserved)),
            reserved_names=tuple(sorted(names)),
        )

    def _settled(self, slots: tuple[Slot, ...], kept: ScopeNumbers) -> dict[str, int]:
        """The numbers that follow from the lock or the contract."""
        names = {slot.name for slot in slots}
        numbers: dict[str, int] = {}
        for slot in slots:
            if slot.explicit is not None:
                continue
            if slot.name in kept.used:
                numbers[slot.name] = kept.used[slot.name].number
            elif slot.renamed_from is not None and slot.renamed_from not in names:
                old = kept.used.get(slot.renamed_from) or kept.retired(slot.renamed_from)
                if old is not None:
                    numbers[slot.name] = old.number
        owners = {each.number: name for name, each in kept.used.items()}
        owners |= {number: name for name, number in numbers.items()}
        for slot in slots:
            if slot.explicit is not None:
                self._check(slot, slot.explicit, kept, owners.get(slot.explicit), names)
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

    @staticmethod
    def _retire(numbers: dict[str, int], kept: ScopeNumbers) -> None:
        """Reserve what is not in use any more, and free what is again."""
        in_use = set(numbers.values())
        for number in in_use & kept.reserved.keys():
            del kept.reserved[number]
        for each in kept.used.values():
            if each.number not in in_use:
                name = "" if each.name in numbers else each.name
                kept.reserved[each.number] = Kept(each.number, name)
