"""Matches the names of two models: the same name, or what ``renamed_from`` says."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from generator.model import NEW, Field
from generator.naming import Name


class _Renamed(Protocol):
    @property
    def renamed_from(self) -> str | None: ...


T = TypeVar("T")
R = TypeVar("R", bound=_Renamed)


@dataclass(frozen=True, slots=True)
class Match(Generic[T]):
    """A thing before and after, by its names; None where it is not."""

    old_name: str
    new_name: str
    old: T | None
    new: T | None

    @property
    def both(self) -> tuple[T, T] | None:
        """Both of them, if there are two."""
        return None if self.old is None or self.new is None else (self.old, self.new)

    @property
    def renamed(self) -> bool:
        """Whether it is there under another name."""
        return self.both is not None and self.old_name != self.new_name


def matched(
    old: Mapping[str, R], new: Mapping[str, R], spelled: Callable[[str], str] = str
) -> tuple[Match[R], ...]:
    """Every thing once: those of the new side in their order, then what is gone.

    spelled: turns what ``renamed_from`` says into a key of ``old``.
    """
    found: list[Match[R]] = []
    taken: set[str] = set()
    for name, thing in new.items():
        said = thing.renamed_from
        before = name if name in old else "" if said in (None, NEW) else spelled(said)
        if before in new and before != name:  # it is still there itself
            before = ""
        thing_before = None if before in taken else old.get(before)
        if thing_before is not None:
            taken.add(before)
        found.append(Match(before if thing_before is not None else "", name, thing_before, thing))
    found += [Match(name, "", thing, None) for name, thing in old.items() if name not in taken]
    return tuple(found)


def matched_fields(old: Iterable[Field], new: Iterable[Field]) -> tuple[Match[Field], ...]:
    """The fields of two records; those that differ in underscores and case only are the same."""
    before, after = ({field.name.snake: field for field in fields} for fields in (old, new))
    found = matched(before, after, lambda text: Name.parse(text).snake)
    gone = {squeezed(m.old_name): m for m in found if m.new is None}
    if not gone:
        return found
    respelled = {
        m.new_name: gone.pop(squeezed(m.new_name))
        for m in found
        if m.old is None and squeezed(m.new_name) in gone
    }
    left = {m.old_name for m in gone.values()}
    return tuple(
        m
        if m.new_name not in respelled
        else Match(respelled[m.new_name].old_name, m.new_name, respelled[m.new_name].old, m.new)
        for m in found
        if m.new is not None or m.old_name in left
    )


def squeezed(name: str) -> str:
    """A name in snake_case without its underscores, by which two spellings of it are the same."""
    return name.replace("_", "")
