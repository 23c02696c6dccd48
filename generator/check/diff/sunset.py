"""What contracts say of the end of a thing: what is gone, and what has another end now."""

from generator.model import Deprecation


def announced(deprecated: Deprecation | None) -> str:
    """`` (announced: sunset 2026-01-01)``; a removal breaks all the same, but is no surprise."""
    if deprecated is None:
        return ""
    if deprecated.sunset is not None:
        return f" (it was deprecated, with the sunset {deprecated.sunset})"
    return " (it was deprecated, without a sunset)"


def deprecation(old: Deprecation | None, new: Deprecation | None) -> str | None:
    """What is said of something whose deprecation is another; None where it is the same."""
    if old == new:
        return None
    if new is None:
        return "is not deprecated any more"
    if old is not None:
        return "is deprecated in other words"
    return "is deprecated now" + ("" if new.sunset is None else f", with the sunset {new.sunset}")


def is_earlier(old: Deprecation | None, new: Deprecation | None) -> bool:
    """Whether the end was said to be later."""
    before, after = (None if one is None else one.sunset for one in (old, new))
    return before is not None and after is not None and after < before
