"""What asks the lock for a number."""

from dataclasses import dataclass

from generator.diagnostics import Span


@dataclass(frozen=True, kw_only=True)
class Slot:
    """Something that wants a number within a scope.

    type: what is written under the number, in the words of the style; old_type: the same where a
    type in it had another name before; movable: with another type it takes another number, because
    the contract gives it one where it is declared.
    """

    name: str
    type: str = ""
    old_type: str | None = None
    explicit: int | None = None  # `number:` in the contract
    movable: bool = False
    renamed_from: str | None = None
    span: Span | None = None
