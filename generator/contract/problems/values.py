"""GEN231 to GEN249: constraints, defaults, examples, and what fields say about themselves."""

from generator.diagnostics import Diagnostic, Fix, Kind, Span

MISFIT = Kind(code="GEN231", name="constraint-misfit")
UNSATISFIABLE = Kind(code="GEN232", name="constraint-unsatisfiable")
BAD_PATTERN = Kind(code="GEN233", name="bad-pattern")
BAD_BOUND = Kind(code="GEN234", name="bad-bound")
VALUE_MISMATCH = Kind(code="GEN241", name="value-mismatch")
CONTRADICTION = Kind(code="GEN242", name="contradiction")
BAD_DATE = Kind(code="GEN243", name="bad-deprecation")
BAD_NUMBER = Kind(code="GEN244", name="bad-number")
BAD_RENAME = Kind(code="GEN245", name="bad-rename")


def mismatch(
    span: Span, what: str, why: str, hint: str | None = None, fix: Fix | None = None
) -> Diagnostic:
    """A value that does not fit."""
    return VALUE_MISMATCH.at(span, f"{what}: {why}", hint=hint, fix=fix)


def contradiction(span: Span, name: str, one: str, other: str, place: Span) -> Diagnostic:
    """Two keys of a field that cannot both be true."""
    return CONTRADICTION.at(
        span,
        f"the field '{name}' cannot be both {one} and {other}",
        hint="keep one of them",
        related=((place, f"'{one}' is here"),),
    )


def bad_date(span: Span, text: str) -> Diagnostic:
    """Not a date."""
    return BAD_DATE.at(span, f"'{text}' is not a date", hint="write it like 2026-11-22")


def bad_sunset(span: Span, sunset: str, since: str) -> Diagnostic:
    """An end before the beginning."""
    return BAD_DATE.at(
        span, f"the sunset {sunset} comes before the deprecation of {since}", hint="swap them"
    )


def bad_number(span: Span, text: str, why: str, place: Span | None = None) -> Diagnostic:
    """A number that protobuf cannot take."""
    related = ((place, "the number is given here, too"),) if place else ()
    hint = "leave it out, and the lock assigns one"
    return BAD_NUMBER.at(span, f"the number {text} {why}", hint=hint, related=related)


def bad_rename(span: Span, old: str, why: str, place: Span) -> Diagnostic:
    """A rename that cannot have happened."""
    hint = "remove 'renamed_from' from the one that is new"
    return BAD_RENAME.at(
        span, f"renamed from '{old}', {why}", hint=hint, related=((place, "it is here"),)
    )


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
