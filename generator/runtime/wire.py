"""How a style names what it carries, for traces: OpenTelemetry's semantic conventions."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .call import Call
    from .errors import ServiceError

Attributes = Mapping[str, str | int]
Outcome = Callable[["Call", "ServiceError | None"], Attributes]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wire:
    """One operation as a style carries it; nothing of it is a value of a call.

    name: of the span; attributes: known before the call is made; outcome: what is known of its
    answer, from the call and what it failed with.
    """

    name: str
    attributes: Attributes
    outcome: Outcome
