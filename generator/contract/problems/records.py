"""GEN251 to GEN259: enums and unions."""

from generator.diagnostics import Diagnostic, Kind, Span

EMPTY = Kind(code="GEN251", name="empty-type")
DISCRIMINATOR_CLASH = Kind(code="GEN254", name="discriminator-clash")
TWO_TAGS = Kind(code="GEN255", name="two-tags")


def empty(span: Span, what: str) -> Diagnostic:
    """A type without values."""
    return EMPTY.at(span, f"{what} is empty", hint="add to it, or remove the type")


def discriminator_clash(span: Span, member: str, record: str, place: Span | None) -> Diagnostic:
    """A discriminator that is a field, too."""
    related = ((place, "the field is here"),) if place else ()
    return DISCRIMINATOR_CLASH.at(
        span,
        f"'{record}' has a field '{member}', which is the discriminator of this union",
        hint="name another one with 'discriminator:'",
        related=related,
    )


def two_tags(span: Span, record: str, tag: str, other: str, place: Span | None) -> Diagnostic:
    """A record with two tags."""
    related = ((place, "the other one is here"),) if place else ()
    return TWO_TAGS.at(
        span,
        f"'{record}' is tagged {tag} here, and {other} elsewhere",
        hint="use the same tag and discriminator, or a record of its own",
        related=related,
    )
