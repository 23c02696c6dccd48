"""What stands in many declarations: a text at its place, remarks, a duration."""

from dataclasses import dataclass, field

from generator.diagnostics import Span
from generator.model import Deprecation, Mapping


@dataclass(frozen=True, slots=True, kw_only=True)
class Spanned:
    """A word of the contract at its place."""

    value: str
    span: Span = field(compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Notes:
    """What every declaration may say about itself."""

    description: str = ""
    deprecated: Deprecation | None = None
    renamed_from: Spanned | None = None
    extensions: Mapping | None = None

    @property
    def old_name(self) -> str | None:
        """What ``renamed_from`` says."""
        return None if self.renamed_from is None else self.renamed_from.value


NO_NOTES = Notes()


@dataclass(frozen=True, slots=True, kw_only=True)
class Duration:
    """``5s``, in seconds."""

    seconds: float
    span: Span = field(compare=False)
