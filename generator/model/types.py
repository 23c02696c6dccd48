"""The types of the neutral model: references, and what a contract declares."""

import enum
from dataclasses import dataclass, field, replace
from decimal import Decimal

from generator.diagnostics import Span
from generator.model.node import Json, Mapping
from generator.naming import Name


@dataclass(frozen=True, slots=True, kw_only=True)
class ScalarRef:
    """A scalar of the language, by its name: ``generator.kinds`` knows the rest."""

    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ListRef:
    """``list<T>``, or ``set<T>`` when ``unique``: a list without repeats."""

    item: "TypeRef"
    unique: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class MapRef:
    """``map<T>``: keys are strings."""

    value: "TypeRef"


@dataclass(frozen=True, slots=True, kw_only=True)
class NullableRef:
    """``T?`` inside a container. A field's own ``?`` is ``Field.nullable`` instead."""

    item: "TypeRef"


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedRef:
    """A declared record, enum, union or alias: a key of ``Api.types``."""

    name: str


TypeRef = ScalarRef | ListRef | MapRef | NullableRef | NamedRef


@dataclass(frozen=True, slots=True, kw_only=True)
class Constraints:
    """JSON Schema's validation keywords, in its words. None = not set.

    words: what a text that matches the pattern is, for those who are told that theirs does not.
    """

    min_length: int | None = None
    max_length: int | None = None
    pattern: str | None = None
    words: str | None = None
    minimum: Decimal | None = None
    maximum: Decimal | None = None
    exclusive_minimum: Decimal | None = None
    exclusive_maximum: Decimal | None = None
    multiple_of: Decimal | None = None
    min_items: int | None = None
    max_items: int | None = None
    unique_items: bool = False


NO_CONSTRAINTS = Constraints()


@dataclass(frozen=True, slots=True, kw_only=True)
class Default:
    """A default value, as JSON in wire form (a decimal is a string, an enum its name)."""

    value: Json


@dataclass(frozen=True, slots=True, kw_only=True)
class Deprecation:
    """``deprecated:``; dates are ISO 8601 dates, ``use`` names what to use instead."""

    since: str | None = None
    sunset: str | None = None
    use: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Noted:
    """What a contract may say of anything that it declares, and where it does."""

    renamed_from: str | None = None  # "none": it is new, whatever it looks like
    description: str = ""
    deprecated: Deprecation | None = None
    extensions: Mapping | None = None
    span: Span | None = field(default=None, compare=False)


class FieldRole(enum.Enum):
    """What a parameter of an operation is for; fields of records are PLAIN."""

    PLAIN = "plain"
    KEY = "key"
    FILTER = "filter"
    ORDER_BY = "order_by"
    PAGE_SIZE = "page_size"
    PAGE_TOKEN = "page_token"


@dataclass(frozen=True, slots=True, kw_only=True)
class Field(Noted):
    """A field of a record, an error or a request, with nothing left to default.

    required: must be present on input. A field with a default is not required on input, and
    is always present on output; a nullable one (``T?``) may be absent or null in both.
    patch: in an update, absent leaves the value unchanged, null clears it; ``resettable`` is then
    what has a default to go back to, and ``whole`` the type of the whole value, where ``type``
    says only what to change of it.
    """

    name: Name
    json_name: str
    type: TypeRef
    constraints: Constraints = NO_CONSTRAINTS
    required: bool = True
    nullable: bool = False
    default: Default | None = None
    patch: bool = False
    resettable: bool = False
    whole: TypeRef | None = None
    role: FieldRole = FieldRole.PLAIN
    read_only: bool = False
    write_only: bool = False
    immutable: bool = False
    sensitive: bool = False
    examples: tuple[Json, ...] = ()
    number: int | None = None
    numbered: bool = False  # `number` is written, if only where the field is copied from

    @property
    def clearable(self) -> bool:
        """Whether null is a value of it: in an update also for what has a default."""
        return self.nullable or self.resettable

    def as_patch(self) -> "Field":
        """The field as an update has it."""
        resettable = self.default is not None
        return replace(self, patch=True, required=False, default=None, resettable=resettable)

    @property
    def may_be_absent(self) -> bool:
        """Whether a record without this field is whole: there is no default in its place."""
        return self.default is None and (self.nullable or not self.required)


class RecordOrigin(enum.Enum):
    """Why a record exists."""

    DECLARED = "declared"
    INPUT_VIEW = "input_view"  # of a declared record: without read_only, with write_only
    PATCH = "patch"  # what an update changes of a record
    REQUEST = "request"  # the input of an operation
    PAGE = "page"  # of a list operation
    RESULT = "result"  # `output: {field: …}` of an operation


@dataclass(frozen=True, slots=True, kw_only=True)
class Tag:
    """The discriminator that a record carries because it is a variant of a union."""

    member: str  # JSON name of the discriminating member
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Record(Noted):
    """Named fields, in order.

    A declared record holds what is *output*; ``write_only`` are the fields that outputs do not
    have. Where its input differs (read_only or write_only fields, at any depth), ``input_view``
    names the record to take in requests; otherwise it is None and the record serves both.
    """

    name: str
    fields: tuple[Field, ...]
    write_only: tuple[Field, ...] = ()
    origin: RecordOrigin = RecordOrigin.DECLARED
    source: str | None = None  # INPUT_VIEW, PATCH: of which record; PAGE: the item's record
    input_view: str | None = None
    tag: Tag | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EnumValue:
    """One value; ``name`` is exactly what travels in JSON."""

    name: str
    description: str = ""
    number: int | None = None
    renamed_from: str | None = None
    deprecated: Deprecation | None = None
    span: Span | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Enum(Noted):
    """Named string values."""

    name: str
    values: tuple[EnumValue, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Variant:
    """One branch of a union: its tag and the record that carries it."""

    tag: str
    record: str
    number: int | None = None
    renamed_from: str | None = None
    span: Span | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Union(Noted):
    """Exactly one of the tagged records; ``discriminator`` is the JSON member that tells."""

    name: str
    discriminator: str
    variants: tuple[Variant, ...]
    input_view: str | None = None
    source: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Alias(Noted):
    """A constrained type with a name. ``type`` is never NullableRef and never recursive."""

    name: str
    type: TypeRef
    constraints: Constraints = NO_CONSTRAINTS
    examples: tuple[Json, ...] = ()


TypeDef = Record | Enum | Union | Alias

# As `renamed_from` of a type or an error: it is new, although one with the same fields is gone.
NEW = "none"
