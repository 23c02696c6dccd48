"""GEN231 to GEN239: constraints that do not fit their type, or that nothing satisfies."""

from generator.diagnostics import Diagnostic, Kind, Span

MISFIT = Kind(code="GEN231", name="constraint-misfit")
UNSATISFIABLE = Kind(code="GEN232", name="constraint-unsatisfiable")
BAD_PATTERN = Kind(code="GEN233", name="bad-pattern")
BAD_BOUND = Kind(code="GEN234", name="bad-bound")


def misfit(span: Span, key: str, type_: str, hint: str | None) -> Diagnostic:
    """A constraint that means nothing for the type."""
    return MISFIT.at(span, f"'{key}' does not fit the type {type_}", hint=hint)


def unsatisfiable(span: Span, why: str) -> Diagnostic:
    """Constraints that exclude every value."""
    return UNSATISFIABLE.at(span, f"no value can satisfy this: {why}")


def bad_pattern(span: Span, why: str, hint: str | None = None) -> Diagnostic:
    """A pattern outside of the subset."""
    return BAD_PATTERN.at(span, f"the pattern cannot be used: {why}", hint=hint)


def bad_bound(span: Span, key: str, why: str) -> Diagnostic:
    """A bound that is no value itself."""
    return BAD_BOUND.at(span, f"'{key}' {why}")
