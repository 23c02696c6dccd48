"""The lock: numbers that must never change by accident, kept beside the contract."""

from collections.abc import Iterable
from dataclasses import dataclass

from generator.diagnostics import Span


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
    """The lock of one contract, open for a build: hands out numbers and remembers them."""

    def assign(
        self,
        section: str,
        scope: str,
        slots: Iterable[Slot],
        *,
        first: int = 1,
        forbidden: Iterable[range] = (),
    ) -> Numbers:
        """Give each slot of a scope its number: explicit, else kept, else the next free one.

        section: the style ("grpc"); scope: a message or enum ("Product").
        What the lock had and ``slots`` lacks becomes reserved.
        """
        raise NotImplementedError  # placeholder until the lock lands
