"""What a kind of value says about itself, so that nobody else has to know it."""

import enum
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from generator.model import Json, ListRef, MapRef, Scalar, ScalarRef, TypeRef

TEXTS = frozenset({"min_length", "max_length", "pattern"})
LENGTHS = frozenset({"min_length", "max_length"})
NUMBERS = frozenset({"minimum", "maximum", "exclusive_minimum", "exclusive_maximum", "multiple_of"})
ITEMS = frozenset({"min_items", "max_items", "unique_items"})


class Carrier(enum.Enum):
    """What carries a value where a format has no type of its own for its kind."""

    BOOL = "bool"
    INTEGER = "integer"
    FLOAT = "float"
    TEXT = "text"
    BYTES = "bytes"  # in JSON a text in base64
    JSON = "json"  # any value of JSON


class Order(enum.Enum):
    """How values lie to each other, besides being equal or not."""

    NUMBER = "number"
    TIME = "time"
    TEXT = "text"  # one may begin with another, or hold it


@dataclass(frozen=True, slots=True, kw_only=True)
class PythonType:
    """A type of Python: ``Decimal`` of a module, or ``datetime.date``, spelled with its module.

    bounded: the type in the support package's ``values`` that knows the range, too.
    """

    spelled: str
    module: str | None = None
    bounded: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CallExpression:
    """A value of a Python type as an expression: the type, a method of it, and constants."""

    method: str = ""
    arguments: tuple[str, ...] = ()
    named: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ProtoType:
    """A type of protobuf: one of its scalars, or a message of Google's in a file."""

    name: str
    file: str | None = None


STR = PythonType(spelled="str")
PROTO_STRING = ProtoType(name="string")


def _as_it_is(value: Json) -> Json | bytes | CallExpression:
    return value


def _none(value: Json, number: int) -> Json:
    del value, number
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class ScalarKind:
    """A scalar of the language. "Wire form" is how its values travel in JSON.

    name: how contracts spell it; also: what other languages call it.
    summary: what it holds, for the documentation.
    words: what a value is, for those whose value is none: "a UUID".
    json: the JSON Schema of the wire form; measured_by: the keyword of our own that holds the
    constraints, where the wire form is a text and JSON Schema would measure that.
    openapi: what stands for the format in OpenAPI, where generators take it for another type.
    in_models: the JSON Schema that datamodel-code-generator makes its Python type of, with
    constraints as JSON Schema has them; None: the same without the format of a number.
    in_draft_7: whether validators of JSON Schema's draft 7 know the format.
    constraints: those that fit; range: the least and the most value of a number.
    length: what ``min_length`` and ``max_length`` count of a wire form.
    parse: a scalar of the contract into the wire form; raises Misfit.
    value: a wire form as Python: a constant, or a call. in_signature: whether that may be the
    default of a parameter.
    example: a value, in wire form; another: the so-and-so-manieth one like a given one, or None.
    key: the key of the so-and-so-manieth item of a resource; None: no resource has such keys.
    """

    name: str
    summary: str
    carrier: Carrier
    json: Mapping[str, Any]
    parse: Callable[[Scalar], Json]
    example: Json
    python: PythonType = STR
    protobuf: ProtoType = PROTO_STRING
    also: tuple[str, ...] = ()
    words: str | None = None
    measured_by: str | None = None
    openapi: Mapping[str, str] | None = None
    in_models: Mapping[str, Any] | None = None
    in_draft_7: bool = False
    constraints: frozenset[str] = frozenset()
    range: tuple[Decimal, Decimal] | None = None
    length: Callable[[str], int] = len
    value: Callable[[Json], Json | bytes | CallExpression] = _as_it_is
    in_signature: bool = True
    another: Callable[[Json, int], Json] = _none
    key: Callable[[int], str | int] | None = None
    order: Order | None = None

    @property
    def ref(self) -> ScalarRef:
        """The type in the model."""
        return ScalarRef(kind=self.name)

    @property
    def is_whole(self) -> bool:
        """Whether its values are whole numbers."""
        return self.carrier is Carrier.INTEGER

    @property
    def is_free_text(self) -> bool:
        """Whether any text is a value of it."""
        return self.json == {"type": "string"}

    @property
    def text_words(self) -> str | None:
        """Its words, where they are all that Python and protobuf know of it beside a text."""
        return self.words if self.python == STR else None

    @property
    def model_json(self) -> Mapping[str, Any]:
        """The JSON Schema for datamodel-code-generator; of numbers the bounds say it all."""
        if self.in_models is not None:
            return self.in_models
        is_number = self.carrier in (Carrier.INTEGER, Carrier.FLOAT)
        return {key: said for key, said in self.json.items() if key != "format" or not is_number}

    @property
    def is_text_in_json_only(self) -> bool:
        """Whether Python has a type of its own, no number, for what is a text in JSON."""
        is_text = self.carrier in (Carrier.TEXT, Carrier.BYTES)
        return is_text and self.python != STR and self.order is not Order.NUMBER

    @property
    def url_type(self) -> str | None:
        """Which JSON value its text in a URL or header stands for; None: it has no such text."""
        match self.carrier:
            case Carrier.BOOL:
                return "boolean"
            case Carrier.INTEGER | Carrier.FLOAT:
                return "number"
            case Carrier.TEXT | Carrier.BYTES:
                return "string"
            case Carrier.JSON:
                return None


@dataclass(frozen=True, slots=True, kw_only=True)
class ContainerKind:
    """A container of the language: a list of values, or a map of texts to values.

    also: what other languages call it.
    of: the type in the model that contains another one.
    python: the annotation, with ``{}`` for what is contained; empty: what makes an empty one.
    json: the JSON Schema, made of that of what is contained.
    proto_field, proto_doc: the one field of a message that wraps a container, and what it is.
    """

    name: str
    also: tuple[str, ...] = ()
    summary: str
    constraints: frozenset[str]
    of: Callable[[TypeRef], ListRef | MapRef]
    python: str
    empty: str
    json: Callable[[Mapping[str, Any]], dict[str, Any]]
    protobuf: str
    proto_field: str
    proto_suffix: str
    proto_doc: str
