"""Matches the fields of two models, each once: where it is declared, with all that carry it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from generator.diagnostics import Span
from generator.model import (
    Api,
    Field,
    FieldRole,
    NamedRef,
    Operation,
    Record,
    RecordOrigin,
)
from generator.model.change import Site, Way
from generator.model.matches import Match, matched_fields

if TYPE_CHECKING:
    from generator.check.diff.pairs import Pair


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldPair:
    """A field before and after, once, where it is declared; None where it is not.

    owners: the record, error or operation that it belongs to, by its old and its new name;
    places: where it stands in the old contract, and in the new one.
    """

    owners: tuple[str, str]
    old: Field | None
    new: Field | None
    sites: tuple[Site, ...]
    places: tuple[Span | None, Span | None]

    @property
    def what(self) -> str:
        """``Product.price``, by its old name where it had one."""
        if self.old is not None:
            return f"{self.owners[0]}.{self.old.name.text}"
        assert self.new is not None
        return f"{self.owners[1]}.{self.new.name.text}"

    @property
    def named(self) -> str:
        """The same by its new name, where it has one."""
        if self.new is not None:
            return f"{self.owners[1]}.{self.new.name.text}"
        return self.what

    @property
    def both(self) -> tuple[Field, Field] | None:
        """Both of them, if there are two."""
        return None if self.old is None or self.new is None else (self.old, self.new)


class _Named(Protocol):
    @property
    def old_name(self) -> str: ...
    @property
    def new_name(self) -> str: ...


def paired_fields(pair: "Pair") -> Iterator[FieldPair]:
    """Fields of declared records, of errors, and what operations have of their own.

    What an operation takes over from a record is told at the record; it is the operation's own
    where one side has it and the other leaves it out (``only``, ``filter``).
    """
    declared = [
        *_of_declared(
            pair,
            ((match, _all(old), _all(new)) for match, old, new in pair.records()),
        ),
        *_of_declared(
            pair,
            (
                (match, match.old.fields, match.new.fields)
                for match in pair.errors
                if match.old is not None and match.new is not None
            ),
        ),
    ]
    yield from declared
    told = _Told(declared)
    for operation in pair.operations:
        if operation.old is not None and operation.new is not None:
            names = (operation.old_name, operation.new_name)
            for way, old, new in _own(pair, operation.old, operation.new):
                for field in matched_fields(old, new):
                    if not told.explains(field):
                        site = Site(
                            operation=names,
                            way=way,
                            old=field.old,
                            new=field.new,
                            parameter=way is Way.INTO,
                        )
                        yield FieldPair(
                            owners=names,
                            old=field.old,
                            new=field.new,
                            sites=(site,),
                            places=(
                                told.old_place(field.old, operation.old),
                                told.new_place(field.new, operation.new),
                            ),
                        )


def _of_declared(
    pair: "Pair", owned: Iterable[tuple[_Named, tuple[Field, ...], tuple[Field, ...]]]
) -> Iterator[FieldPair]:
    for match, old, new in owned:
        for field in matched_fields(old, new):
            yield FieldPair(
                owners=(match.old_name, match.new_name),
                old=field.old,
                new=field.new,
                sites=pair.sites(field.old, field.new),
                places=(
                    None if field.old is None else field.old.span,
                    None if field.new is None else field.new.span,
                ),
            )


def _all(record: Record) -> tuple[Field, ...]:
    return (*record.fields, *record.write_only)


def _own(
    pair: "Pair", old: Operation, new: Operation
) -> Iterator[tuple[Way, tuple[Field, ...], tuple[Field, ...]]]:
    """The parameters and the result of an operation that is there on both sides."""
    yield Way.INTO, _parameters(pair.old, old), _parameters(pair.new, new)
    before, after = _result(pair.old, old), _result(pair.new, new)
    if before is not None and after is not None:
        yield Way.OUT, before, after


def _parameters(api: Api, operation: Operation) -> tuple[Field, ...]:
    """All but the keys, which belong to the resource."""
    fields = api.request(operation).fields
    return tuple(field for field in fields if field.role is not FieldRole.KEY)


def _result(api: Api, operation: Operation) -> tuple[Field, ...] | None:
    if isinstance(operation.output, NamedRef):
        record = api.types[operation.output.name]
        if isinstance(record, Record) and record.origin is RecordOrigin.RESULT:
            return record.fields
    return None


class _Told:
    """The fields that are told where they are declared."""

    def __init__(self, declared: Iterable[FieldPair]) -> None:
        self._old: dict[Span, FieldPair] = {}
        self._new: dict[Span, FieldPair] = {}
        for pair in declared:
            if pair.old is not None and pair.old.span is not None:
                self._old[pair.old.span] = pair
            if pair.new is not None and pair.new.span is not None:
                self._new[pair.new.span] = pair

    def explains(self, match: Match[Field]) -> bool:
        """Whether a field of an operation is as the declared one of which it is a copy."""
        before = None if match.old is None else self._of(self._old, match.old)
        after = None if match.new is None else self._of(self._new, match.new)
        if match.both is not None:
            return before is not None and before is after
        found = before or after
        return found is not None and (found.both is None or _moved(*found.both))

    def old_place(self, field: Field | None, operation: Operation) -> Span | None:
        """The place of a field of an operation's own, that of the operation for a copy."""
        return self._place(self._old, field, operation)

    def new_place(self, field: Field | None, operation: Operation) -> Span | None:
        """The same for the new contract."""
        return self._place(self._new, field, operation)

    @staticmethod
    def _place(
        known: dict[Span, FieldPair], field: Field | None, operation: Operation
    ) -> Span | None:
        if field is None:
            return None
        if field.span is not None and field.span not in known:
            return field.span
        keys = _KEYWORDS[field.role]
        return operation.place(*(f"{key}.{field.name.text}" for key in keys), *keys)

    @staticmethod
    def _of(known: dict[Span, FieldPair], field: Field) -> FieldPair | None:
        return None if field.span is None else known.get(field.span)


# What says of an operation that it has a field of a role.
_KEYWORDS = {
    FieldRole.PLAIN: ("only",),
    FieldRole.KEY: (),
    FieldRole.FILTER: ("filter",),
    FieldRole.ORDER_BY: ("order_by",),
    FieldRole.PAGE_SIZE: ("page_size", "defaults.page_size"),
    FieldRole.PAGE_TOKEN: (),
}


def _moved(old: Field, new: Field) -> bool:
    """Whether it is part of other inputs or answers than before."""
    return (old.read_only, old.write_only, old.immutable) != (
        new.read_only,
        new.write_only,
        new.immutable,
    )
