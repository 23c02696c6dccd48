"""What stands in many declarations: a text at its place, remarks, a duration."""

import datetime
from dataclasses import dataclass, field

from generator.diagnostics import Span
from generator.model import Deprecation, Mapping


@dataclass(frozen=True, slots=True, kw_only=True)
class Spanned:
    """A word of the contract at its place."""

    value: str
    span: Span = field(compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class AcceptDecl:
    """One item of ``accept``; inside: the mapping of the declaration that it stands in."""

    rule: Spanned
    reason: str
    until: datetime.date | None
    was: str | None
    inside: Span = field(compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Notes:
    """What every declaration may say about itself; lasting: that it is not deprecated."""

    description: str = ""
    deprecated: Deprecation | None = None
    lasting: bool = False
    renamed_from: Spanned | None = None
    accepts: tuple[AcceptDecl, ...] = ()
    extensions: Mapping | None = None

    @property
    def old_name(self) -> str | None:
        """What ``renamed_from`` says."""
        return None if self.renamed_from is None else self.renamed_from.value

    def deprecated_within(self, whole: Deprecation | None) -> Deprecation | None:
        """What it says of itself; without a word that of what it belongs to."""
        return None if self.lasting else self.deprecated or whole


NO_NOTES = Notes()


@dataclass(frozen=True, slots=True, kw_only=True)
class Duration:
    """``5s``, in seconds."""

    seconds: float
    span: Span = field(compare=False)
