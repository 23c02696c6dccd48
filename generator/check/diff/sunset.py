"""What a contract had said of the end of a thing, which is now gone."""

from generator.model import Deprecation


def announced(deprecated: Deprecation | None) -> str:
    """`` (announced: sunset 2026-01-01)``; a removal breaks all the same, but is no surprise."""
    if deprecated is None:
        return ""
    if deprecated.sunset is not None:
        return f" (it was deprecated, with the sunset {deprecated.sunset})"
    return " (it was deprecated, without a sunset)"
