"""Checks a default or an example against its type, and gives its wire form."""

import enum
from collections.abc import Mapping as FrozenMap

from generator.contract.declare.reader import kind_of as node_kind
from generator.contract.problems import candidates
from generator.contract.problems import values as problem
from generator.contract.resolve.constraints import shape_of
from generator.contract.resolve.violations import repeated, violated
from generator.diagnostics import Fix, Problems, Span, suggestion
from generator.kinds import Carrier, Misfit, ScalarKind, kind_of
from generator.kinds.any import plain_json
from generator.model import (
    Constraints,
    Enum,
    Field,
    Json,
    ListRef,
    Mapping,
    MapRef,
    Node,
    NullableRef,
    Record,
    Scalar,
    ScalarRef,
    Sequence,
    TypeDef,
    TypeRef,
    Union,
    to_json,
)
from generator.naming import Name

_WRONG = object()  # stands for a value that was reported


class _Side(enum.Enum):
    """Which fields a record has here, and which of them have to be there."""

    INPUT = "input"
    OUTPUT = "output"
    PATCH = "patch"  # what an update changes: none has to be there


class ValueChecker:
    """Checks values against the types of one contract.

    ``fields`` gives all fields of a record by its name: in an output those that are not
    write_only, in an input those that are not read_only.
    """

    def __init__(
        self,
        types: FrozenMap[str, TypeDef],
        fields: FrozenMap[str, tuple[Field, ...]],
        problems: Problems,
        null_for_absent: bool,
    ) -> None:
        self._types = types
        self._fields = fields
        self._null_for_absent = null_for_absent
        self._problems = problems
        self._names: dict[str, dict[str, None]] = {}  # of the values of enums

    def of_field(self, node: Node, field: Field, what: str, *, output: bool = False) -> Json:
        """The wire form of a field's value; null only where the field may be null."""
        return self._field(node, field, what, _Side.OUTPUT if output else _Side.INPUT)

    def of_type(self, node: Node, ref: TypeRef, what: str, *, output: bool = False) -> Json:
        """The wire form of a value of a type."""
        return _clean(self._value(node, ref, None, what, _Side.OUTPUT if output else _Side.INPUT))

    def of_fields(
        self,
        node: Node,
        fields: tuple[Field, ...],
        what: str,
        *,
        output: bool,
        excluded: FrozenMap[str, str] | None = None,
    ) -> dict[str, Json]:
        """The wire form of a mapping of fields; an output also has what may be left out.

        excluded: why names are no fields that somebody could take for some.
        """
        if not isinstance(node, Mapping):
            self._mismatch(node.span, what, f"expected a mapping, found {node_kind(node)}")
            return {}
        side = _Side.OUTPUT if output else _Side.INPUT
        return self._members(node, fields, what, side, excluded or {})

    def _field(self, node: Node, field: Field, what: str, side: _Side) -> Json:
        side = _Side.PATCH if field.patch else side
        cleared = field.clearable or (side is _Side.PATCH and field.default is not None)
        if cleared and isinstance(node, Scalar) and node.value is None:
            return None
        return _clean(self._value(node, field.type, field.constraints, what, side))

    def _mismatch(
        self, span: Span, what: str, why: str, hint: str | None = None, fix: Fix | None = None
    ) -> object:
        self._problems.add(problem.mismatch(span, what, why, hint, fix))
        return _WRONG

    def _value(
        self, node: Node, ref: TypeRef, own: Constraints | None, what: str, side: _Side
    ) -> object:
        shape = shape_of(ref, self._types)
        match shape.core:
            case NullableRef(item=item):
                if isinstance(node, Scalar) and node.value is None:
                    return None
                return self._value(node, item, own, what, side)
            case ScalarRef() as scalar:
                value = self._scalar(node, kind_of(scalar), what)
            case ListRef(item=item, unique=unique):
                value = self._list(node, item, unique, what, side)
            case MapRef(value=item):
                value = self._map(node, item, what, side)
            case Enum() as enum:
                value = self._enum(node, enum, what)
            case Record() as record:
                value = self._record(node, record, what, side)
            case Union() as union:
                value = self._union(node, union, what, side)
        if value is _WRONG:
            return value
        for constraints in (own, *shape.inherited):
            if constraints is None:
                continue
            why = violated(value, constraints, shape.core)
            if why is not None:
                return self._mismatch(node.span, what, why)
        return value

    def _scalar(self, node: Node, kind: ScalarKind, what: str) -> object:
        try:
            if kind.carrier is Carrier.JSON:
                return plain_json(to_json(node))
            if isinstance(node, Scalar):
                return kind.parse(node)
        except Misfit as error:
            return self._mismatch(node.span, what, error.why, error.hint)
        return self._mismatch(node.span, what, f"expected a {kind.name}, found {node_kind(node)}")

    def _list(self, node: Node, item: TypeRef, unique: bool, what: str, side: _Side) -> object:
        if not isinstance(node, Sequence):
            return self._mismatch(node.span, what, f"expected a list, found {node_kind(node)}")
        whole = _Side.INPUT if side is _Side.PATCH else side
        found = [self._value(each, item, None, what, whole) for each in node.items]
        if any(value is _WRONG for value in found):
            return _WRONG
        if unique and (twice := repeated(found)) is not None:
            return self._mismatch(node.items[twice].span, what, "a set has each value only once")
        return found

    def _map(self, node: Node, item: TypeRef, what: str, side: _Side) -> object:
        if not isinstance(node, Mapping):
            return self._mismatch(node.span, what, f"expected a mapping, found {node_kind(node)}")
        if side is _Side.PATCH:
            item = NullableRef(item=item)  # null removes a key
        found = {e.key: self._value(e.value, item, None, what, side) for e in node.entries}
        return _WRONG if any(value is _WRONG for value in found.values()) else found

    def _enum(self, node: Node, enum: Enum, what: str) -> object:
        if enum.name not in self._names:
            self._names[enum.name] = dict.fromkeys(value.name for value in enum.values)
        names = self._names[enum.name]
        if isinstance(node, Scalar) and node.value in names:
            return node.value
        if not isinstance(node, Scalar):
            why = f"expected a value of {enum.name}, found {node_kind(node)}"
            return self._mismatch(node.span, what, why)
        known = candidates(self._problems, lambda: names)
        near, fix = suggestion(node.span, node.text, known, declared=True)
        hint = near or f"one of: {', '.join(list(names)[:12])}"
        why = f"'{node.text}' is not a valid {enum.name}"
        return self._mismatch(node.span, what, why, hint, fix)

    def _record(self, node: Node, record: Record, what: str, side: _Side) -> object:
        if not isinstance(node, Mapping):
            why = f"expected a {record.name} (a mapping), found {node_kind(node)}"
            return self._mismatch(node.span, what, why)
        before = len(self._problems)
        fields = self._fields[record.name]
        found = self._members(node, fields, record.name, side, {})
        return found if len(self._problems) == before else _WRONG

    def _union(self, node: Node, union: Union, what: str, side: _Side) -> object:
        if not isinstance(node, Mapping):
            why = f"expected a {union.name} (a mapping), found {node_kind(node)}"
            return self._mismatch(node.span, what, why)
        tags = {variant.tag: variant.record for variant in union.variants}
        spelled = Name.parse(union.discriminator).snake
        told = next((e for e in node.entries if Name.parse(e.key).snake == spelled), None)
        if told is None or not isinstance(told.value, Scalar):
            hint = f"add {union.discriminator}: {next(iter(tags), '…')}"
            why = f"a {union.name} needs '{union.discriminator}', which tells its variant"
            return self._mismatch(node.span, what, why, hint)
        tag = told.value.text
        if tag not in tags:
            near, fix = suggestion(told.value.span, tag, tags, declared=True)
            hint = near or f"one of: {', '.join(tags)}"
            why = f"'{tag}' is not a variant of {union.name}"
            return self._mismatch(told.value.span, what, why, hint, fix)
        if tags[tag] not in self._fields:  # the variant is broken, which is reported already
            return _WRONG
        rest = tuple(entry for entry in node.entries if entry is not told)
        record = self._types[tags[tag]]
        assert isinstance(record, Record)
        body = Mapping(entries=rest, span=node.span)
        found = self._record(body, record, what, side)
        return {union.discriminator: tag, **found} if isinstance(found, dict) else found

    def _members(
        self,
        node: Mapping,
        fields: tuple[Field, ...],
        what: str,
        side: _Side,
        excluded: FrozenMap[str, str],
    ) -> dict[str, Json]:
        shown = [f for f in fields if not (f.write_only if side is _Side.OUTPUT else f.read_only)]
        by_name = {f.json_name: f for f in shown} | {f.name.text: f for f in shown}
        found: dict[str, Json] = {}
        for entry in node.entries:
            field = by_name.get(entry.key)
            if field is None:
                why = excluded.get(entry.key) or _hidden(entry.key, fields, side)
                names = candidates(self._problems, lambda: by_name)
                some = () if why else names
                near, fix = suggestion(entry.key_span, entry.key, some, declared=True)
                found_why = f"'{entry.key}' {why}" if why else f"there is no field '{entry.key}'"
                self._mismatch(entry.key_span, what, found_why, near, fix)
            elif field.json_name in found:
                self._mismatch(entry.key_span, what, f"'{entry.key}' is there twice")
            else:
                label = f"'{entry.key}'"
                found[field.json_name] = self._field(entry.value, field, label, side)
        for field in shown:
            if field.json_name in found:
                continue
            if field.required and side is not _Side.PATCH:
                self._mismatch(node.span, what, f"'{field.name}' is missing")
            elif side is _Side.OUTPUT:
                found[field.json_name] = field.default.value if field.default else None
        left_out = [
            field.json_name
            for field in shown
            if side is _Side.OUTPUT and field.may_be_absent and not self._null_for_absent
        ]
        found = {n: value for n, value in found.items() if value is not None or n not in left_out}
        return {f.json_name: found[f.json_name] for f in shown if f.json_name in found}


def _hidden(key: str, fields: tuple[Field, ...], side: _Side) -> str | None:
    """Why a field of the record is none on this side, or None."""
    if not any(key in (field.name.text, field.json_name) for field in fields):
        return None
    return (
        "is write_only: no output has it"
        if side is _Side.OUTPUT
        else "is read_only: no input has it"
    )


def _clean(value: object) -> Json:
    """A checked value; one with problems is null, and the run stops after this phase."""
    return None if value is _WRONG else value  # type: ignore[return-value]
