"""GEN2xx, GEN3xx and GEN7xx: what can be wrong with a contract's meaning, one module per topic."""

from collections.abc import Callable, Iterable

from generator.diagnostics import Problems

_MAX_HINTS = 100


def candidates(problems: Problems, known: Callable[[], Iterable[str]]) -> Iterable[str]:
    """What a name could have been meant to be; nothing after so many problems.

    To find the closest of thousands takes milliseconds, and nobody reads the hundredth hint.
    """
    return known() if len(problems) < _MAX_HINTS else ()
