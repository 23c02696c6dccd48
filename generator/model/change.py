"""One difference between two models, neutral: what it does on the wire is for styles to judge."""

import enum
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from generator.diagnostics import Kind, Span
from generator.model.access import AuthScheme, Server
from generator.model.api import Api, ErrorType, Operation, Resource
from generator.model.types import EnumValue, Field, TypeDef, Variant

Thing = (
    Api | AuthScheme | EnumValue | ErrorType | Field | Operation | Resource | Server | TypeDef
    | Variant
)  # fmt: skip

Names = tuple[str, str]  # of an operation, before and after; "" where there is none


class Grade(enum.Enum):
    """What a change does to callers."""

    FINE = "fine"  # calls go on as before
    WEAKER = "weaker"  # generated clients go on; what the contract promised is less
    BREAKS = "breaks"  # calls fail, or mean something else


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """Whom a change breaks, in one style.

    old: old clients with the new server; new: new clients with the old server; why: in a few
    words, for people: ``the member has another name``; why_new: the same for new clients, where it
    is another reason. "" where nothing breaks.
    """

    old: Grade = Grade.FINE
    new: Grade = Grade.FINE
    why: str = ""
    why_new: str = ""

    @property
    def fine(self) -> bool:
        """Whether nobody is broken."""
        return self.old is Grade.FINE and self.new is Grade.FINE

    @property
    def reason_new(self) -> str:
        """Why new clients are broken."""
        return self.why_new or self.why


FINE = Verdict()
_ORDER = list(Grade)
_REASONS = 2  # that are given


def both_break(why: str) -> Verdict:
    """Calls of both fail: each side speaks to the other in a way that it does not know."""
    return Verdict(old=Grade.BREAKS, new=Grade.BREAKS, why=why)


def worse(grades: Iterable[Grade]) -> Grade:
    """The worst of some grades."""
    return max(grades, key=_ORDER.index, default=Grade.FINE)


def worst(verdicts: Iterable[Verdict]) -> Verdict:
    """What several verdicts come to, with the first reasons of the worst of them, each once."""
    found = tuple(verdict for verdict in verdicts if not verdict.fine)
    old, new = worse(one.old for one in found), worse(one.new for one in found)
    why = _reasons(one.why for one in found if one.old is old is not Grade.FINE)
    why_new = _reasons(one.reason_new for one in found if one.new is new is not Grade.FINE)
    return Verdict(old=old, new=new, why=why or why_new, why_new=why_new if why else "")


def _reasons(whys: Iterable[str]) -> str:
    """The first reasons in one line, each once."""
    each = [*dict.fromkeys(one for why in whys for one in why.split("; ") if one)]
    return "; ".join(each if len(each) <= _REASONS else [*each[:_REASONS], "…"])


class Aspect(enum.Enum):
    """What of a thing is different: what the styles tell changes apart by."""

    EXISTENCE = "existence"  # it is new, or gone
    NAME = "name"  # the same thing under another name, or spelled otherwise
    TYPE = "type"  # values of another type
    VALUES = "values"  # more or fewer values are valid: constraints, enum values
    PRESENCE = "presence"  # whether it may be absent or null
    DEFAULT = "default"  # what its absence means
    NUMBER = "number"  # a number that protobuf writes
    ORDER = "order"  # the place among its neighbours
    ADDRESS = "address"  # how an operation is reached: path, method, rpc, tool
    OUTCOME = "outcome"  # how an answer or error is told: code, status, media type
    PROMISE = "promise"  # what callers may rely on: safe, idempotent, cached, within a time
    ACCESS = "access"  # who may call, and how it is shown
    SETTINGS = "settings"  # what one style alone is told


class Way(enum.Enum):
    """In what of an operation a thing travels."""

    INTO = "into"
    OUT = "out"
    ERRORS = "errors"


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """Where a field travels: an operation that is there on both sides, and what of it.

    operation: its old and new name; old, new: the field as it is there, None where it is not;
    parameter: whether it is one of the operation itself, which generated clients leave out where
    the caller gives none: of a record within, they send what has a default.
    """

    operation: tuple[str, str]
    way: Way
    old: Field | None
    new: Field | None
    parameter: bool = False

    @property
    def both(self) -> tuple[Field, Field] | None:
        """Both of them, if there are two."""
        return None if self.old is None or self.new is None else (self.old, self.new)


@dataclass(frozen=True, slots=True, kw_only=True)
class Flow:
    """Where a thing travels: the operations (by their names of the contract) that carry it.

    into: in what callers send; out: in answers; errors: in declared errors.
    """

    into: frozenset[str] = frozenset()
    out: frozenset[str] = frozenset()
    errors: frozenset[str] = frozenset()

    @property
    def back(self) -> bool:
        """Whether servers send it."""
        return bool(self.out or self.errors)

    def __or__(self, other: "Flow") -> "Flow":
        return Flow(
            into=self.into | other.into,
            out=self.out | other.out,
            errors=self.errors | other.errors,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One difference, found by a rule.

    what: ``Product.price``, ``AddProduct``: the old name where it is gone, as ``accept: was`` names
    it; old, new: the thing before and after, None where there is none; owners: what a field, value
    or variant belongs to, before and after (``Product``, or an operation for its own parameters);
    operations: the old and new names of the operations that it reaches; sites: where a field
    travels, and as which copy; style: whose settings changed (SETTINGS); span: in the new contract,
    or in the old one where the thing is gone; neutral: what it means for every style that has
    nothing of its own to say.
    """

    kind: Kind
    aspect: Aspect
    what: str
    message: str
    old: Thing | None = None
    new: Thing | None = None
    owners: tuple[str, str] = ("", "")
    flow: Flow = Flow()
    operations: tuple[tuple[str, str], ...] = ()
    sites: tuple[Site, ...] = ()
    style: str = ""
    neutral: Verdict = FINE
    hint: str | None = None
    span: Span | None = field(default=None, compare=False)
    before: Span | None = field(default=None, compare=False)  # the place in the old contract


@dataclass(frozen=True, slots=True, kw_only=True)
class Effects:
    """A change, and what it does to each operation that it reaches, as if there were no other.

    verdicts: by the names of the operation, and by the name of the audience.
    """

    change: Change
    verdicts: Mapping[Names, Mapping[str, Verdict]]
