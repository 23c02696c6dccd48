"""Chooses a representation by the request's ``Accept`` (RFC 9110 §12.5.1)."""

import re
from collections.abc import Mapping, Sequence

from .lists import split

_QUALITY = re.compile(r"(?:0(?:\.[0-9]{0,3})?|1(?:\.0{0,3})?)")


def choose(accept: str, offers: Sequence[str]) -> str | None:
    """The best of the offered media types, the first among equals; None: none will do."""
    ranges = qualities(accept)
    if not ranges:
        return offers[0]
    best: str | None = None
    best_quality = 0.0
    for offer in offers:
        quality = quality_of(offer, ranges)
        if quality > best_quality:
            best, best_quality = offer, quality
    return best


def qualities(accept: str) -> dict[str, float]:
    """``text/html;level=1;q=0.5, */*`` → the quality of each media range."""
    return dict(_range(part) for part in split(accept))


def quality_of(offer: str, ranges: Mapping[str, float]) -> float:
    """The quality of the most specific range that covers the offer."""
    for candidate in (offer, offer.partition("/")[0] + "/*", "*/*"):
        if candidate in ranges:
            return ranges[candidate]
    return 0.0


def _range(text: str) -> tuple[str, float]:
    media_type, *parameters = split(text, ";") or [""]
    media_type = media_type.lower()
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip().lower() == "q":
            value = value.strip()
            return media_type, float(value) if _QUALITY.fullmatch(value) else 0.0
    return media_type, 1.0
