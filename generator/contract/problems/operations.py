"""GEN321 to GEN327, GEN337: operations, and what their keys can mean together."""

from collections.abc import Iterable, Sequence

from generator.diagnostics import Diagnostic, Kind, Span, suggestion

MANY_VERBS = Kind(code="GEN321", name="many-verbs")
MISPLACED_KEY = Kind(code="GEN322", name="misplaced-key")
UNKNOWN_FIELD = Kind(code="GEN323", name="unknown-field")
UNFIT_FIELD = Kind(code="GEN324", name="unfit-field")
BAD_PAGE_SIZE = Kind(code="GEN325", name="bad-page-size")
PARAMETER_CLASH = Kind(code="GEN326", name="parameter-clash")
LIST_OF_ONE = Kind(code="GEN327", name="list-of-a-singleton")
MISPLACED_STREAM = Kind(code="GEN337", name="misplaced-stream")


def many_verbs(span: Span, verbs: Sequence[str], first: Span) -> Diagnostic:
    """Two verbs on one operation."""
    return MANY_VERBS.at(
        span,
        f"an operation has one verb, and this one has {' and '.join(verbs)}",
        hint="make it an operation for each",
        related=((first, f"'{verbs[0]}' is here"),),
    )


def misplaced_key(span: Span, key: str, verb: str | None, where: str) -> Diagnostic:
    """A key that means nothing for this verb."""
    what = f"an operation with '{verb}'" if verb else "an operation without a verb"
    return MISPLACED_KEY.at(
        span, f"'{key}' has no meaning for {what}", hint=f"'{key}' belongs to {where}"
    )


_MAX_SHOWN = 12


def unknown_field(
    span: Span, name: str, record: str, known: Iterable[str], use: str = ""
) -> Diagnostic:
    """A field that the record does not have; use: the key that names it."""
    names = list(known)
    near, fix = suggestion(span, name, names, declared=True)
    hint = near or f"its fields are: {', '.join(names[:_MAX_SHOWN])}"
    if use == "filter" and "." in name:
        hint = f"for a filter of its own, write filter: {{{name.replace('.', '_')}: string?}}"
        fix = None
    text = f"'{record}' has no field '{name}'"
    return UNKNOWN_FIELD.at(span, text, hint=hint if names else None, fix=fix)


def unfit_field(span: Span, name: str, use: str, why: str, hint: str | None) -> Diagnostic:
    """A field that cannot be used like this."""
    return UNFIT_FIELD.at(span, f"'{name}' cannot be in '{use}': {why}", hint=hint)


def bad_page_size(span: Span, why: str) -> Diagnostic:
    """Sizes that make no pages."""
    hint = "write it like page_size: {default: 50, maximum: 500}"
    return BAD_PAGE_SIZE.at(span, f"page_size: {why}", hint=hint)


def parameter_clash(span: Span, name: str, one: str, other: str, place: Span | None) -> Diagnostic:
    """Two parameters of one name."""
    related = ((place, "it is here, too"),) if place else ()
    return PARAMETER_CLASH.at(
        span,
        f"the parameter '{name}' is there twice: {one} and {other}",
        hint="rename it, or leave it out",
        related=related,
    )


def list_of_one(span: Span, resource: str) -> Diagnostic:
    """A list of a singleton."""
    return LIST_OF_ONE.at(
        span, f"there is no list of '{resource}': it is a singleton", hint="use 'get'"
    )


def misplaced_stream(span: Span, verb: str, side: str) -> Diagnostic:
    """A stream where the verb leaves no room for one."""
    return MISPLACED_STREAM.at(
        span,
        f"an operation with '{verb}' cannot stream its {side}",
        hint="use 'call', or no verb",
    )
