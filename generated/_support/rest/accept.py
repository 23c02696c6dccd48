"""Chooses a representation by the request's ``Accept`` (RFC 9110 §12.5.1)."""

from collections.abc import Sequence


def choose(accept: str, offers: Sequence[str]) -> str | None:
    """The best of the offered media types, the first among equals; None: none will do."""
    ranges = [_range(part) for part in accept.split(",") if part.strip()]
    if not ranges:
        return offers[0]
    best: str | None = None
    best_quality = 0.0
    for offer in offers:
        quality = _quality(offer, ranges)
        if quality > best_quality:
            best, best_quality = offer, quality
    return best


def _range(text: str) -> tuple[str, float]:
    """``text/html;level=1;q=0.5`` → its media type and its quality."""
    media_type, *parameters = (part.strip().lower() for part in text.split(";"))
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip() == "q":
            try:
                return media_type, min(1.0, max(0.0, float(value)))
            except ValueError:
                return media_type, 0.0
    return media_type, 1.0


def _quality(offer: str, ranges: list[tuple[str, float]]) -> float:
    """The quality of the most specific range that covers the offer."""
    by_range = dict(ranges)
    for candidate in (offer, offer.partition("/")[0] + "/*", "*/*"):
        if candidate in by_range:
            return by_range[candidate]
    return 0.0
