"""Turns what an operation declares into the headers of every successful response."""

import datetime
import email.utils

from generator.model import Operation


def fixed_headers(operation: Operation) -> dict[str, str]:
    """``Cache-Control`` (RFC 9111), ``Deprecation`` (RFC 9745) and ``Sunset`` (RFC 8594)."""
    headers: dict[str, str] = {}
    if operation.cache is not None:
        scope = "private" if operation.cache.private else "public"
        headers["cache-control"] = f"{scope}, max-age={operation.cache.max_age}"
    deprecated = operation.deprecated
    if deprecated is not None:
        if deprecated.since is not None:
            headers["deprecation"] = f"@{int(_midnight(deprecated.since).timestamp())}"
        if deprecated.sunset is not None:
            moment = _midnight(deprecated.sunset)
            headers["sunset"] = email.utils.format_datetime(moment, usegmt=True)
    return headers


def _midnight(date: str) -> datetime.datetime:
    return datetime.datetime.fromisoformat(date).replace(tzinfo=datetime.UTC)
