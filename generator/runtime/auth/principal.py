"""Who a caller turned out to be."""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from typing import Any

import msgspec

from ..shared import shared


@shared
class Principal(msgspec.Struct, frozen=True):
    """Who calls, as ``authenticate`` found: ``current_call().principal``.

    scopes: what they may do, in the words of the contract's scopes. claims: what else is known,
    such as the claims of a token; they are not shown in a `repr`.
    """

    subject: str
    scopes: AbstractSet[str] = frozenset()
    claims: Mapping[str, Any] = {}

    def __post_init__(self) -> None:
        """TypeError for one text of scopes, in which every letter would be a scope."""
        if not isinstance(self.scopes, AbstractSet):
            raise TypeError("scopes are a set of texts")

    def __repr__(self) -> str:
        return f"Principal(subject={self.subject!r}, scopes={sorted(self.scopes)!r})"

    def __rich_repr__(self) -> list[tuple[str, Any]]:
        return [("subject", self.subject), ("scopes", sorted(self.scopes))]
