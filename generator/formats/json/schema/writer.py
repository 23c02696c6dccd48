"""Turns references, fields and types of the model into JSON Schema 2020-12.

An input is strict: unknown members are refused, and what has a default may be left out or null.
An output promises: what is not optional is there, what is left out is not null, and nothing is
said about members yet to come.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, assert_never

from generator.formats.json.schema.constraints import apply
from generator.kinds import ScalarKind, container_of, kind_of
from generator.model import (
    NO_CONSTRAINTS,
    Alias,
    Api,
    Constraints,
    Enum,
    ErrorType,
    Field,
    Json,
    JsonSchema,
    ListRef,
    Mapping,
    MapRef,
    NamedRef,
    NullableRef,
    Record,
    ScalarRef,
    TypeDef,
    TypeRef,
    Union,
    to_json,
)


def _definition(name: str) -> str:
    return f"#/$defs/{name}"


@dataclass(frozen=True, kw_only=True)
class SchemaWriter:
    """Writes schemas of one contract.

    ref: where a named type stands in the document; extensions: whether the contract's own
    ``x-…`` keys are copied; checking: write alternatives as conditions, so that a validator goes
    straight to the one that is meant and reports what is wrong there. With anyOf and oneOf it
    tries them all, at every level anew: in deep inputs that takes seconds. models: say scalars
    and their constraints as datamodel-code-generator knows them.
    """

    api: Api
    ref: Callable[[str], str] = _definition
    extensions: bool = False
    checking: bool = False
    models: bool = False

    def type(self, ref: TypeRef, constraints: Constraints = NO_CONSTRAINTS) -> JsonSchema:
        """The schema of a reference, with the constraints of the field it stands in."""
        match ref:
            case ScalarRef():
                schema = self._scalar(kind_of(ref))
            case ListRef(item=item) | MapRef(value=item):
                schema = container_of(ref).json(self.type(item))
            case NullableRef(item=item):
                return self.nullable(self.type(item, constraints))
            case NamedRef(name=name):
                schema = {"$ref": self.ref(name)}
            case _:
                assert_never(ref)
        kind = self._kind(ref)
        apply(schema, constraints, None if kind is None or self.models else kind.measured_by)
        if self.checking and constraints.words is not None:
            schema["x-words"] = constraints.words
        return schema

    def _scalar(self, kind: ScalarKind) -> JsonSchema:
        """The schema of a scalar; a validator is told in words what the run time cannot know."""
        if self.models:
            return dict(kind.model_json)
        words = kind.text_words if self.checking else None
        return dict(kind.json) if words is None else {**kind.json, "x-words": words}

    def field(self, field: Field, *, input: bool) -> JsonSchema:
        """The schema of a member or parameter, with its annotations."""
        schema = self.type(field.type, field.constraints)
        if self._takes_null(field, input=input):
            schema = self.nullable(schema)
        if field.description:
            schema["description"] = field.description
        if field.default is not None:
            schema["default"] = plain(field.default.value)
        if field.examples:
            schema["examples"] = [plain(example) for example in field.examples]
        if field.deprecated is not None:
            schema["deprecated"] = True
        if field.read_only:
            schema["readOnly"] = True
        if field.write_only:
            schema["writeOnly"] = True
        return self._extended(schema, field.extensions)

    def nullable(self, schema: JsonSchema) -> JsonSchema:
        """The same schema, or null."""
        match schema.get("type"):
            case str(kind):
                return {**schema, "type": [kind, "null"]}
            case list():
                return schema
            case _ if not schema:
                return schema
            case _ if self.checking:
                return {"if": {"type": "null"}, "else": schema}
            case _:
                return {"anyOf": [schema, {"type": "null"}]}

    def object(self, fields: Iterable[Field], *, input: bool) -> JsonSchema:
        """The schema of an object with these members."""
        fields = tuple(fields)
        schema: JsonSchema = {
            "type": "object",
            "properties": {f.json_name: self.field(f, input=input) for f in fields},
        }
        required = [f.json_name for f in fields if self._required(f, input=input)]
        if required:
            schema["required"] = required
        if input:
            schema["additionalProperties"] = False
        return schema

    def definition(self, type_def: TypeDef, *, input: bool) -> JsonSchema:
        """The schema of a named type; ``input``: as a server reads it."""
        match type_def:
            case Record(fields=fields):
                schema = self.object(fields, input=input)
                if type_def.tag is not None:
                    tag = type_def.tag
                    constant = {"type": "string", "const": tag.value}
                    schema["properties"] = {tag.member: constant, **schema["properties"]}
                    schema["required"] = [tag.member, *schema.get("required", ())]
            case Enum(values=values):
                schema = {"type": "string"}
                schema["enum"] = [value.name for value in values]
            case Union(discriminator=member, variants=variants):
                branches = [(variant.tag, self.ref(variant.record)) for variant in variants]
                schema = (_conditions if self.checking else _one_of)(member, branches)
            case Alias(type=ref, constraints=constraints):
                schema = self.type(ref, constraints)
                if type_def.examples:
                    schema["examples"] = [plain(example) for example in type_def.examples]
            case _:
                assert_never(type_def)
        if type_def.description:
            schema = {"description": type_def.description, **schema}
        if type_def.deprecated is not None:
            schema["deprecated"] = True
        return self._extended(schema, type_def.extensions)

    def error(self, error: ErrorType) -> JsonSchema:
        """The schema of a declared error's fields."""
        schema = self.object(error.fields, input=False)
        if error.description:
            schema = {"description": error.description, **schema}
        return self._extended(schema, error.extensions)

    def _takes_null(self, field: Field, *, input: bool) -> bool:
        if input:
            return field.clearable or field.default is not None
        return field.nullable and (self.api.null_for_absent or not field.may_be_absent)

    def _required(self, field: Field, *, input: bool) -> bool:
        if input:
            return field.required and field.default is None
        return not field.patch and (self.api.null_for_absent or not field.may_be_absent)

    def _kind(self, ref: TypeRef) -> ScalarKind | None:
        """The scalar behind a reference, through aliases."""
        while isinstance(ref, NamedRef):
            type_def = self.api.types[ref.name]
            if not isinstance(type_def, Alias):
                return None
            ref = type_def.type
        return kind_of(ref) if isinstance(ref, ScalarRef) else None

    def _extended(self, schema: JsonSchema, extensions: Mapping | None) -> JsonSchema:
        if self.extensions and extensions is not None:
            schema.update({e.key: plain(to_json(e.value)) for e in extensions})
        return schema


def _one_of(member: str, branches: Sequence[tuple[str, str]]) -> JsonSchema:
    return {
        "type": "object",
        "oneOf": [{"$ref": reference} for _, reference in branches],
        "discriminator": {"propertyName": member, "mapping": dict(branches)},
    }


def _conditions(member: str, branches: Sequence[tuple[str, str]]) -> JsonSchema:
    return {
        "type": "object",
        "properties": {member: {"enum": [tag for tag, _ in branches]}},
        "required": [member],
        "allOf": [
            {
                "if": {
                    "type": "object",
                    "properties": {member: {"const": tag}},
                    "required": [member],
                },
                "then": {"$ref": reference},
            }
            for tag, reference in branches
        ],
    }


def plain(value: Json) -> Any:
    """JSON data with numbers that every JSON writer knows: a Decimal becomes int or float."""
    match value:
        case Decimal():
            return int(value) if value == value.to_integral_value() else float(value)
        case list():
            return [plain(item) for item in value]
        case dict():
            return {key: plain(item) for key, item in value.items()}
        case _:
            return value
