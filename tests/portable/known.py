"""What cannot work, each with the reason and what the tool says to it.

An entry whose tool no longer fails so fails the test: then the entry has to go.
"""

from typing import NamedTuple


class Known(NamedTuple):
    """Why a tool cannot read a contract, and words of its own that show it."""

    reason: str
    said: str


_EXCLUSIVE = Known(
    reason="ogen takes an exclusive bound for OpenAPI 3.0's: true or false",
    said="into bool",
)
_TWO_ERRORS = Known(
    reason="ogen cannot choose between two errors of one status (anyOf of objects)",
    said='"complex anyOf" is not implemented',
)

KNOWN: dict[tuple[str, str], Known] = {
    ("ogen", "accounts"): _TWO_ERRORS,
    ("ogen", "blog"): _TWO_ERRORS,
    ("ogen", "cameras"): _EXCLUSIVE,
    ("ogen", "people"): _EXCLUSIVE,
    ("ogen", "playlists"): _TWO_ERRORS,
    ("ogen", "products"): _TWO_ERRORS,
    ("ogen", "servers"): Known(
        reason="ogen knows no maximum beyond int64, which every uint64 has",
        said="value out of range",
    ),
}
