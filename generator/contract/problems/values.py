"""GEN241 to GEN249: defaults, examples, and what fields say about themselves."""

from generator.diagnostics import Diagnostic, Kind, Span

VALUE_MISMATCH = Kind(code="GEN241", name="value-mismatch")
CONTRADICTION = Kind(code="GEN242", name="contradiction")
BAD_DATE = Kind(code="GEN243", name="bad-deprecation")
BAD_NUMBER = Kind(code="GEN244", name="bad-number")
BAD_RENAME = Kind(code="GEN245", name="bad-rename")


def mismatch(span: Span, what: str, why: str, hint: str | None = None) -> Diagnostic:
    """A value that does not fit."""
    return VALUE_MISMATCH.at(span, f"{what}: {why}", hint=hint)


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
