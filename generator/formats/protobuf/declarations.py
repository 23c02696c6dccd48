"""Turns the records, unions, enums and errors of a model into messages and enums, numbered."""

import dataclasses
from collections.abc import Sequence

from generator.contract.lock.ledger import Ledger
from generator.contract.lock.slot import Slot
from generator.diagnostics import Problems, Span
from generator.formats.json.schema import read_from_input
from generator.formats.protobuf import docs, names
from generator.formats.protobuf import problems as report
from generator.formats.protobuf.field_types import FieldTypes
from generator.formats.protobuf.file import Message, ProtoEnum, ProtoEnumValue, ProtoField
from generator.formats.protobuf.history import (
    is_compatible,
    old_name,
    old_names,
    sources,
    wire_type,
)
from generator.formats.protobuf.settings import KEY
from generator.model import (
    Api,
    Enum,
    EnumValue,
    ErrorType,
    Field,
    NamedRef,
    Record,
    RecordOrigin,
    TypeRef,
    Union,
    Variant,
)
from generator.naming import Name

_PROTOBUFS_OWN = range(19000, 20000)
_FIELD_NUMBERS = range(1, 2**29)
_VALUE_NUMBERS = range(1, 2**31)
_NO_FIELD_NUMBERS = (_PROTOBUFS_OWN, range(_FIELD_NUMBERS.stop, _VALUE_NUMBERS.stop))
UNNUMBERED = 0

_TOKEN_DOC = "Where the next page begins; empty on the last one."

Draft = tuple[Slot, ProtoField]


class Declarer:
    """Makes the declarations of one .proto; ``shapes`` collects what they need."""

    def __init__(
        self, api: Api, ledger: Ledger, problems: Problems, *, explicit: bool = True
    ) -> None:
        """explicit: a required scalar that a request holds is told from its zero."""
        self.shapes = FieldTypes(api)
        self._explicit = explicit
        self._read = read_from_input(api) if explicit else frozenset()
        # The first read_only field of a record gives inputs a form of their own, with its numbers.
        self._new_views = {
            view: source
            for view, source in sources(api).items()
            if not ledger.knows(KEY, view) and ledger.knows(KEY, source)
        }
        renames = old_names(api) | self._new_views
        self._old_shapes = FieldTypes(api, renames) if renames else None
        self._ledger = ledger
        self._problems = problems

    def record(self, record: Record) -> Message:
        """A declared record, or the form of it that inputs have."""
        told = record.name in self._read
        drafts = [self._field(field, told=told) for field in record.fields]
        return dataclasses.replace(
            self._message(record.name, drafts, old_name(record), record.span),
            deprecated=record.deprecated is not None,
            doc=docs.with_deprecation(record.description, record.deprecated),
        )

    def error(self, error: ErrorType) -> Message:
        """A declared error: the message that travels in the details of a status."""
        drafts = [self._field(field) for field in error.fields]
        text = f"{error.description}\n\nA detail of the status {error.code.upper()}.".strip()
        return dataclasses.replace(
            self._message(error.name, drafts, error.renamed_from, error.span),
            deprecated=error.deprecated is not None,
            doc=docs.with_deprecation(text, error.deprecated),
        )

    def request(
        self, name: str, record: Record, extra: Sequence[Draft], old: str | None
    ) -> Message:
        """The parameters of an operation, and what only this style adds to them.

        old: what the message was called before.
        """
        told = record.name in self._read
        drafts = [self._field(field, told=told) for field in record.fields]
        return self._message(name, [*drafts, *extra], old)

    def whole(self, name: str, record: Record, old: str | None) -> Message:
        """A response that is a record itself; no next page is an empty token (AIP-158)."""
        token = record.origin is RecordOrigin.PAGE
        drafts = [self._field(field, token=token) for field in record.fields]
        return self._message(name, drafts, old)

    def wrapped(self, name: str, result: Draft, old: str | None) -> Message:
        """A response with one field, which holds the operation's value."""
        return self._message(name, [result], old)

    def value(
        self,
        name: str,
        ref: TypeRef,
        *,
        doc: str = "",
        old: str | None = None,
        told: bool = False,
        empty_counts: bool = False,
    ) -> Draft:
        """A field that holds a whole value: the result of an operation, an item of a stream.

        old: what it was called before; told: its absence is told from zero; empty_counts: and
        that of a list or map from an empty one.
        """
        presence = told and self.shapes.is_scalar(ref)
        shape = self.shapes.field(ref, presence=presence, empty_counts=empty_counts)
        slot = Slot(
            name=name,
            type=wire_type(shape.type, shape.label),
            old_type=self._old_type(ref, presence=False, empty_counts=empty_counts),
            renamed_from=old,
        )
        type_, label = shape.type, shape.label
        return slot, ProtoField(name=name, type=type_, label=label, number=UNNUMBERED, doc=doc)

    def mask(self, name: str, message: str, file: str, doc: str) -> Draft:
        """A field with one of protobuf's own messages, which only this style has."""
        type_ = self.shapes.google(message, file)
        field = ProtoField(name=name, type=type_, number=UNNUMBERED, doc=doc)
        return Slot(name=name, type=type_), field

    def empty(self, name: str, old: str | None) -> Message:
        """A response without a value; ``google.protobuf.Empty`` could never get a field."""
        return self._message(name, [], old)

    def union(self, union: Union) -> Message:
        """A message whose one oneof has a branch for each variant."""
        drafts = [self._branch(variant) for variant in union.variants]
        taken = {field.name for _, field in drafts}
        return dataclasses.replace(
            self._message(union.name, drafts, old_name(union), union.span),
            oneof="variant" if "variant" not in taken else "one_of",
            deprecated=union.deprecated is not None,
            doc=docs.with_deprecation(union.description, union.deprecated),
        )

    def enum(self, enum: Enum) -> ProtoEnum:
        """An enum, with the zero that says nothing was set."""
        slots = [
            Slot(
                name=value.name,
                explicit=self._value_number(value),
                renamed_from=value.renamed_from,
                span=value.span,
            )
            for value in enum.values
        ]
        numbers = self._ledger.assign(
            KEY, enum.name, slots, renamed_from=enum.renamed_from, span=enum.span
        )
        zero = ProtoEnumValue(name=names.value_name(enum.name, "UNSPECIFIED"), number=0, json=None)
        values = [
            ProtoEnumValue(
                name=names.value_name(enum.name, value.name),
                number=numbers.by_name[value.name],
                json=value.name,
                deprecated=value.deprecated is not None,
                doc=docs.with_deprecation(value.description, value.deprecated),
            )
            for value in enum.values
        ]
        reserved = {names.value_name(enum.name, name) for name in numbers.reserved_names}
        return ProtoEnum(
            name=enum.name,
            values=(zero, *values),
            reserved_numbers=numbers.reserved_numbers,
            reserved_names=tuple(sorted(reserved - {value.name for value in values})),
            deprecated=enum.deprecated is not None,
            doc=docs.with_deprecation(enum.description, enum.deprecated),
        )

    def _field(self, field: Field, *, token: bool = False, told: bool = False) -> Draft:
        """A field; ``told``: a required scalar that is left out is told from its zero."""
        has_default = field.default is not None
        filled = field.default is not None and field.default.value not in ([], {})
        type_ = field.whole or field.type
        told = told and not self.shapes.is_enum(type_)
        presence = (field.nullable or has_default or field.patch or told) and not token
        empty_counts = field.nullable or filled
        shape = self.shapes.field(type_, presence=presence, empty_counts=empty_counts)
        name = names.field_name(field.name)
        own = names.own_json_name(name)
        old = field.renamed_from
        made = ProtoField(
            name=name,
            type=shape.type,
            label=shape.label,
            number=UNNUMBERED,
            json_name=None if own == field.json_name else field.json_name,
            deprecated=field.deprecated is not None,
            doc=docs.with_deprecation(self._doc(field, token=token), field.deprecated),
        )
        slot = Slot(
            name=name,
            type=wire_type(made.type, made.label),
            old_type=self._old_type(type_, presence=presence, empty_counts=empty_counts),
            explicit=self._field_number(field.number, f"the field {field.name}", field.span),
            movable=field.numbered,
            renamed_from=None if old is None else names.field_name(Name.parse(old)),
            span=field.span,
        )
        return slot, made

    def _old_type(self, ref: TypeRef, *, presence: bool, empty_counts: bool) -> str | None:
        """What a field's type was called before types were renamed; None where nothing was."""
        if self._old_shapes is None:
            return None
        shape = self._old_shapes.field(ref, presence=presence, empty_counts=empty_counts)
        return wire_type(shape.type, shape.label)

    def _doc(self, field: Field, *, token: bool) -> str:
        """What the contract says, and the form of what protobuf only has text for."""
        if token and field.nullable:
            return _TOKEN_DOC
        form = docs.of_form(self.shapes.text_kind(field.whole or field.type))
        return " ".join(text for text in (field.description, form) if text)

    def _branch(self, variant: Variant) -> Draft:
        name = names.field_name(Name.parse(variant.tag))
        what = f"the variant {variant.tag}"
        record = NamedRef(name=variant.record)
        type_, old = self.shapes.single(record), variant.renamed_from
        slot = Slot(
            name=name,
            type=type_,
            old_type=None if self._old_shapes is None else self._old_shapes.single(record),
            explicit=self._field_number(variant.number, what, variant.span),
            renamed_from=None if old is None else names.field_name(Name.parse(old)),
            span=variant.span,
        )
        return slot, ProtoField(
            name=name,
            type=type_,
            number=UNNUMBERED,
            # The tag travels in the descriptor: the run time finds it there.
            json_name=None if names.own_json_name(name) == variant.tag else variant.tag,
        )

    def _message(
        self,
        name: str,
        drafts: Sequence[Draft],
        old: str | None = None,
        span: Span | None = None,
    ) -> Message:
        scope = names.NameScope(self._problems)
        for slot, field in drafts:
            scope.claim(field.name, f"a field of {name}", slot.span)
        numbers = self._ledger.assign(
            KEY,
            name,
            [slot for slot, _ in drafts],
            renamed_from=old,
            like=self._new_views.get(name),
            span=span,
            forbidden=_NO_FIELD_NUMBERS,
            compatible=is_compatible,
        )
        return Message(
            name=name,
            fields=tuple(
                dataclasses.replace(field, number=numbers.by_name[slot.name])
                for slot, field in drafts
            ),
            reserved_numbers=numbers.reserved_numbers,
            reserved_names=numbers.reserved_names,
        )

    def _field_number(self, number: int | None, what: str, span: Span | None) -> int | None:
        if number is None or (number in _FIELD_NUMBERS and number not in _PROTOBUFS_OWN):
            return number
        self._problems.add(report.number_forbidden(span, number, what))
        return None

    def _value_number(self, value: EnumValue) -> int | None:
        if value.number is None or value.number in _VALUE_NUMBERS:
            return value.number
        what = f"the value {value.name}"
        self._problems.add(report.number_forbidden(value.span, value.number, what))
        return None
