"""Compiles the quick check of an input, which decodes, checks and makes arguments in one step.

msgspec decodes into a struct made for the purpose, which has the schema's constraints and refuses
unknown members; a compiled function checks what msgspec is laxer about, and fills in defaults.
It may refuse what the schema accepts, never the reverse: what it refuses is for ``schema`` to
judge and for ``convert`` to convert. It knows inputs of scalars, and of lists of those.
"""

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated, Any, Union

import msgspec
from msgspec import UNSET, UnsetType
from msgspec import inspect as types

from ..compiled import compiled
from ..json_text import counted
from ..shape import has_value, record, without_none
from .convert import TEXTS
from .definitions import ANNOTATIONS, merged
from .keywords import quick
from .schema import compile_schema

Arguments = dict[str, Any]

# Decimals that are short and have no exponent, as most: fewer than the schema's pattern takes.
_DECIMAL = re.compile(r"-?(?:0|[1-9][0-9]{0,30})(?:\.[0-9]{1,30})?")
_BOUNDS = {
    "minimum": ">=",
    "maximum": "<=",
    "exclusiveMinimum": ">",
    "exclusiveMaximum": "<",
}
# The keywords that msgspec has, too.
_NUMBER = {
    "minimum": "ge",
    "maximum": "le",
    "exclusiveMinimum": "gt",
    "exclusiveMaximum": "lt",
}
_LENGTH = {"minLength": "min_length", "maxLength": "max_length"}
_ITEMS = {"minItems": "min_length", "maxItems": "max_length"}
# msgspec holds no other bounds of whole numbers.
_WHOLE = range(-(2**63), 2**63)
_SAYS_NOTHING = ANNOTATIONS | {"type"}
_INTEGERS = {"int32", "int64", "uint32", "uint64"}
_FLOATS = {"float", "double"}

# What msgspec raises for what it does not take.
_REFUSED = (msgspec.MsgspecError, UnicodeDecodeError, RecursionError)


@dataclass(frozen=True, slots=True, kw_only=True)
class Checks:
    """Both give the arguments by attributes, or None for what is to be looked at closely.

    read: a JSON text; take: plain JSON data.
    """

    read: Callable[[bytes], Arguments | None]
    take: Callable[[Mapping[str, Any]], Arguments | None]


def checks(
    request: type[msgspec.Struct],
    definitions: Mapping[str, Any],
) -> Checks | None:
    """The checks of an input; None where it has members that they do not know."""
    schema = definitions[request.__name__]
    if schema.get("additionalProperties") is not False or "allOf" in schema:
        return None
    try:
        compiling = _Compiling(definitions)
        return compiling.checks(request, record(request).fields, schema["properties"])
    except _UnknownKind:
        return None


class _UnknownKind(Exception):
    """There is no quick check of a member."""


class _Compiling:
    def __init__(self, definitions: Mapping[str, Any]) -> None:
        self._definitions = definitions
        self._names: dict[str, Any] = {
            "UNSET": UNSET,
            "REFUSED": _REFUSED,
            "Decimal": Decimal,
            "convert": msgspec.convert,
            "counted": counted,
            "isfinite": math.isfinite,
            "decimal": _DECIMAL.fullmatch,
        }

    def checks(
        self,
        request: type[msgspec.Struct],
        fields: tuple[types.Field, ...],
        schemas: Mapping[str, Any],
    ) -> Checks:
        """The two functions, which differ in how they begin and end."""
        defaults = {f.name: f for f in msgspec.structs.fields(request)}
        lines: list[str] = []
        twin: list[tuple[str, Any, Any]] = []
        required = 0
        for at, field in enumerate(fields):
            value = f"v{at}"
            kind, code, nullable = self._value(field, schemas[field.encode_name], value)
            lines.append(f"{value} = given.m{at}")
            absent: Any = msgspec.NODEFAULT
            if field.required:
                required += 1
                lines += _if(f"{value} is not None", code) if nullable else code
            else:
                kind, absent = Union[kind, UnsetType], UNSET  # noqa: UP007
                default = f"{value} = {self._default(defaults[field.name])}"
                lines += _if(f"{value} is UNSET", [default])
                lines += _else(["count += 1"])
                if nullable and has_value(field):
                    code = [*_if(f"{value} is None", [default]), *_else(code)]
                elif nullable:
                    code = _if(f"{value} is not None", code)
                lines += [f"    {line}" for line in code]
            there = msgspec.field(default=absent, name=field.encode_name)
            twin.append((f"m{at}", kind, there))
        name = request.__name__
        struct = msgspec.defstruct(name, twin, kw_only=True, forbid_unknown_fields=True)
        made = ", ".join(f"{f.name!r}: v{at}" for at, f in enumerate(fields))
        body = [f"count = {required}", *lines]
        self._names["Twin"] = struct
        self._names["decode"] = msgspec.json.Decoder(struct).decode
        return Checks(
            read=self._function(
                "given = decode(data)",
                body,
                ["if not counted(data, count):", "    return None"],
                made,
            ),
            take=self._function("given = convert(data, Twin)", body, [], made),
        )

    def _function(
        self, first: str, body: list[str], last: list[str], made: str
    ) -> Callable[[Any], Arguments | None]:
        lines = [
            "def check(data):",
            "    try:",
            *(f"        {line}" for line in (first, *body)),
            "    except REFUSED:",
            "        return None",
            *(f"    {line}" for line in last),
            f"    return {{{made}}}",
        ]
        # No text of a contract is in it but names of fields, which are identifiers.
        return compiled("check", "\n".join(lines), self._names, "quick check")

    def _bind(self, value: Any) -> str:
        name = f"bound{len(self._names)}"
        self._names[name] = value
        return name

    def _default(self, field: msgspec.structs.FieldInfo) -> str:
        if field.default_factory is not msgspec.NODEFAULT:
            return f"{self._bind(field.default_factory)}()"
        return self._bind(field.default)

    def _value(
        self, field: types.Field, schema: Mapping[str, Any], value: str
    ) -> tuple[Any, list[str], bool]:
        """What msgspec decodes a member as, the lines for what is not null, whether it may be."""
        flat = merged(self._definitions, schema)
        kinds, _ = without_none(field.type)
        if flat is None or len(kinds) != 1:
            raise _UnknownKind
        whole, nullable = flat
        kind, code = self._kind(kinds[0], whole, value)
        return Union[kind, None] if nullable else kind, code, nullable  # noqa: UP007

    def _kind(
        self, info: types.Type, schema: Mapping[str, Any], value: str
    ) -> tuple[Any, list[str]]:
        keywords = schema.keys() - _SAYS_NOTHING
        match info:
            case types.BoolType() if not keywords:
                return bool, []
            case types.IntType() if keywords <= {"format", *_NUMBER}:
                return self._integer(schema, value)
            case types.FloatType() if keywords <= {"format", *_NUMBER}:
                if schema.get("format", "double") in _FLOATS:
                    kind = _constrained(float, schema, _NUMBER)
                    return kind, _unless(f"isfinite({value})")
            case types.StrType() if not keywords & {"enum", "const"}:
                return self._text(schema, value)
            case types.DecimalType() if keywords <= {"format", "pattern", "x-decimal"}:
                return str, self._decimal(schema, value)
            case types.EnumType(cls=kind) if keywords == {"enum"}:
                known = self._bind(frozenset(schema["enum"]) - {None})
                return kind, _unless(f"{value} in {known}")
            case types.ListType(item_type=item):
                return self._list(item, schema, value)
            case _ if type(info) in TEXTS:
                valid = self._bind(compile_schema(quick(schema)).is_valid)
                kind = self._bind(TEXTS[type(info)][0])
                converted = f"{value} = convert({value}, {kind})"
                return str, [*_unless(f"{valid}({value})"), converted]
            case _:
                pass
        raise _UnknownKind

    def _integer(self, schema: Mapping[str, Any], value: str) -> tuple[Any, list[str]]:
        if schema.get("format", "int64") not in _INTEGERS:
            raise _UnknownKind
        bounds = {k: schema[k] for k in _NUMBER if k in schema}
        if any(type(bound) is not int for bound in bounds.values()):
            raise _UnknownKind
        far = [k for k in bounds if bounds[k] not in _WHOLE]
        code: list[str] = []
        for keyword in far:
            code += _unless(f"{value} {_BOUNDS[keyword]} {bounds[keyword]!r}")
        near = {k: bound for k, bound in bounds.items() if k not in far}
        return _constrained(int, near, _NUMBER), code

    def _text(self, schema: Mapping[str, Any], value: str) -> tuple[Any, list[str]]:
        kind = _constrained(str, schema, _LENGTH)
        if schema.keys() <= _SAYS_NOTHING | _LENGTH.keys():
            return kind, []
        # Patterns and formats: msgspec searches with backtracking, jsonschema-rs does not.
        valid = self._bind(compile_schema(quick(schema)).is_valid)
        return kind, _unless(f"{valid}({value})")

    def _decimal(self, schema: Mapping[str, Any], value: str) -> list[str]:
        bounds: Mapping[str, str] = schema.get("x-decimal", {})
        if not bounds.keys() <= _BOUNDS.keys():
            raise _UnknownKind
        lines = [*_unless(f"decimal({value})"), f"{value} = Decimal({value})"]
        for keyword, bound in bounds.items():
            limit = self._bind(Decimal(bound))
            lines += _unless(f"{value} {_BOUNDS[keyword]} {limit}")
        return lines

    def _list(
        self, item: types.Type, schema: Mapping[str, Any], value: str
    ) -> tuple[Any, list[str]]:
        if not schema.keys() <= {"items", "uniqueItems", *_ITEMS, *_SAYS_NOTHING}:
            raise _UnknownKind
        flat = merged(self._definitions, schema.get("items", {}))
        if flat is None or flat[1]:
            raise _UnknownKind
        kind, code = self._kind(item, flat[0], "item")
        lines: list[str] = []
        if isinstance(item, types.EnumType):
            known = self._bind(frozenset(flat[0]["enum"]) - {None})
            lines = _unless(f"{known}.issuperset({value})")
        elif code:
            raise _UnknownKind
        if schema.get("uniqueItems"):
            lines += _unless(f"len({{*{value}}}) == len({value})")
        return _constrained(list[kind], schema, _ITEMS), lines  # type: ignore[valid-type]


def _unless(condition: str) -> list[str]:
    return _if(f"not {condition}", ["return None"])


def _if(condition: str, lines: list[str]) -> list[str]:
    return [f"if {condition}:", *(f"    {line}" for line in lines)] if lines else []


def _else(lines: list[str]) -> list[str]:
    return ["else:", *(f"    {line}" for line in lines)] if lines else []


def _constrained(kind: Any, schema: Mapping[str, Any], names: Mapping[str, str]) -> Any:
    """A type with what the schema asks of it."""
    asked = {names[keyword]: schema[keyword] for keyword in names if keyword in schema}
    try:
        return Annotated[kind, msgspec.Meta(**asked)] if asked else kind
    except (TypeError, ValueError):  # of two bounds at once, msgspec holds only some
        raise _UnknownKind from None
