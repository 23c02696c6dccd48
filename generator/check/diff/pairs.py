"""Matches the declarations of two models: by name, or by what ``renamed_from`` says."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from generator.check.diff.field_pairs import FieldPair, paired_fields
from generator.check.diff.uses import Leg, Uses
from generator.diagnostics import Span
from generator.model import (
    Api,
    ErrorType,
    Field,
    Operation,
    Record,
    RecordOrigin,
    Resource,
    TypeDef,
)
from generator.model.change import Flow, Site, Way
from generator.model.matches import Match, matched


@dataclass(frozen=True, kw_only=True)
class Pair:
    """Two models, and what of them belongs together. Types: those that contracts declare."""

    old: Api
    new: Api

    @cached_property
    def types(self) -> tuple[Match[TypeDef], ...]:
        """Declared types."""
        return matched(_declared(self.old), _declared(self.new))

    @cached_property
    def errors(self) -> tuple[Match[ErrorType], ...]:
        """Declared errors."""
        return matched(self.old.errors, self.new.errors)

    @cached_property
    def resources(self) -> tuple[Match[Resource], ...]:
        """Resources."""
        return matched(self.old.resources, self.new.resources)

    @cached_property
    def operations(self) -> tuple[Match[Operation], ...]:
        """Operations."""
        return matched(self.old.operations, self.new.operations)

    @cached_property
    def old_uses(self) -> Uses:
        """Where the things of the old model travel."""
        return Uses(self.old)

    @cached_property
    def new_uses(self) -> Uses:
        """Where the things of the new model travel."""
        return Uses(self.new)

    @cached_property
    def operation_names(self) -> dict[str, str]:
        """The new name of each operation that is still there, by its old one."""
        return {m.old_name: m.new_name for m in self.operations if m.both}

    @cached_property
    def type_names(self) -> dict[str, str]:
        """The new name of each declared type that is still there, by its old one."""
        return {m.old_name: m.new_name for m in self.types if m.both}

    @cached_property
    def fields(self) -> tuple[FieldPair, ...]:
        """Every field once: of records, of errors, and what operations have of their own."""
        return tuple(paired_fields(self))

    def records(self) -> Iterator[tuple[Match[TypeDef], Record, Record]]:
        """The declared records that are there on both sides."""
        for match in self.types:
            if match.both and isinstance(match.old, Record) and isinstance(match.new, Record):
                yield match, match.old, match.new

    def sites(self, old: Field | None, new: Field | None) -> tuple[Site, ...]:
        """Where a field travels, in the order of the operations."""
        before, after = self.old_uses.of_field(old), self.new_uses.of_field(new)
        found: dict[Leg, Site] = {}
        for (name, way), copy in before.items():
            renamed = self.operation_names.get(name)
            if renamed is not None:
                later = after.get((renamed, way))
                found[renamed, way] = Site(
                    operation=(name, renamed),
                    way=way,
                    old=copy.field,
                    new=None if later is None else later.field,
                    parameter=copy.parameter,
                )
        for (name, way), copy in after.items():
            if (name, way) not in found and name in self.old_operation_names:
                found[name, way] = Site(
                    operation=(self.old_operation_names[name], name),
                    way=way,
                    old=None,
                    new=copy.field,
                    parameter=copy.parameter,
                )
        return tuple(found.values())

    @cached_property
    def old_operation_names(self) -> dict[str, str]:
        """The old name of each operation that was there before, by its new one."""
        return {new: old for old, new in self.operation_names.items()}

    def type_flow(
        self, match: Match[TypeDef], *, lasting: bool = False
    ) -> tuple[Flow, tuple[tuple[str, str], ...]]:
        """Where a declared type travels, by the new names of operations; and their names.

        lasting: before and after, instead of before or after.
        """
        before = {
            (self.operation_names[name], way): None
            for name, way in self.old_uses.of_type(match.old_name)
            if name in self.operation_names
        }
        after = {
            (name, way): None
            for name, way in self.new_uses.of_type(match.new_name)
            if name in self.old_operation_names
        }
        legs = [leg for leg in before if leg in after] if lasting else [*{**before, **after}]
        names = dict.fromkeys((self.old_operation_names[name], name) for name, _ in legs)
        return flow_of(legs), tuple(names)

    def declaring(self, match: Match[ErrorType]) -> tuple[tuple[str, str], ...]:
        """The operations, there on both sides, that declare an error before or after."""
        before = self._old_declaring.get(match.old_name, ())
        after = self._new_declaring.get(match.new_name, ())
        found = [
            *(
                (name, self.operation_names[name])
                for name in before
                if name in self.operation_names
            ),
            *(
                (self.old_operation_names[name], name)
                for name in after
                if name in self.old_operation_names
            ),
        ]
        return tuple(dict.fromkeys(found))

    @cached_property
    def _old_declaring(self) -> dict[str, list[str]]:
        return _declaring(self.old)

    @cached_property
    def _new_declaring(self) -> dict[str, list[str]]:
        return _declaring(self.new)


def _declaring(api: Api) -> dict[str, list[str]]:
    """The operations that declare each error."""
    found: dict[str, list[str]] = {}
    for name, operation in api.operations.items():
        for error in operation.errors:
            found.setdefault(error, []).append(name)
    return found


def flow_of(legs: Iterable[Leg]) -> Flow:
    """What operations carry, told apart by what of them."""
    found = {way: frozenset(name for name, each in legs if each is way) for way in Way}
    return Flow(into=found[Way.INTO], out=found[Way.OUT], errors=found[Way.ERRORS])


def _declared(api: Api) -> dict[str, TypeDef]:
    """Without views and patches, which stand behind them with the same places."""
    places: set[Span] = set()
    found: dict[str, TypeDef] = {}
    for name, type_ in api.types.items():
        if isinstance(type_, Record) and type_.origin is not RecordOrigin.DECLARED:
            continue
        if type_.span not in places:
            found[name] = type_
            if type_.span is not None:
                places.add(type_.span)
    return found
