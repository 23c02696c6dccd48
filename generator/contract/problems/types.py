"""GEN203, GEN221 to GEN229, GEN251 to GEN259: types: expressions, references, enums, unions."""

from collections.abc import Iterable
from dataclasses import replace

from generator.contract.problems import other_languages
from generator.diagnostics import Diagnostic, Kind, Span, suggestion
from generator.diagnostics.fix import replacement
from generator.kinds import scalar_named

UNKNOWN_TYPE = Kind(code="GEN203", name="unknown-type")
BAD_EXPRESSION = Kind(code="GEN221", name="bad-type-expression")
STREAM_HERE = Kind(code="GEN222", name="stream-here")
ALIAS_LOOP = Kind(code="GEN223", name="alias-loop")
ENDLESS_RECORD = Kind(code="GEN224", name="endless-record")
OPTIONAL_HERE = Kind(code="GEN225", name="optional-here")
NOT_A_RECORD = Kind(code="GEN226", name="not-a-record")
EMPTY = Kind(code="GEN251", name="empty-type")
DISCRIMINATOR_CLASH = Kind(code="GEN254", name="discriminator-clash")
TWO_TAGS = Kind(code="GEN255", name="two-tags")


def unknown_type(span: Span, name: str, known: Iterable[str]) -> Diagnostic:
    """A name that means nothing."""
    if other_languages.is_nothing(name):
        hint = "leave the key out where there is nothing"
        return UNKNOWN_TYPE.at(span, f"unknown type '{name}'", hint=hint)
    same = other_languages.of_type(name)
    place = "import the contract that declares it" if "." in name else "declare it under 'types'"
    near, fix = suggestion(span, name, known, declared=True)
    if fix and scalar_named(fix.edits[0].text):  # of the language
        fix = replace(fix, witness=None)
    hint = f"here it is called {same}" if same else near or place
    if same:
        fix = replacement(span, same, was=name) if same.isalnum() else None
    return UNKNOWN_TYPE.at(span, f"unknown type '{name}'", hint=hint, fix=fix)


def bad_expression(span: Span, text: str, message: str, hint: str | None) -> Diagnostic:
    """An expression that cannot be read."""
    return BAD_EXPRESSION.at(span, f"cannot read the type '{text}': {message}", hint=hint)


def stream_here(span: Span, *, of_bytes: bool = False) -> Diagnostic:
    """A stream where a value belongs; of_bytes: it is a file in pieces."""
    file = "write input: {type: stream<bytes>, media_type: …}, and the other inputs under 'with'"
    return STREAM_HERE.at(
        span,
        "a stream can only be the whole input or output of an operation",
        hint=file if of_bytes else "use list<T> here",
    )


def optional_stream(span: Span) -> Diagnostic:
    """A stream that may be absent."""
    return STREAM_HERE.at(
        span,
        "a stream cannot be optional",
        hint="leave out the '?': a stream may have no items",
    )


def alias_loop(span: Span, names: Iterable[str]) -> Diagnostic:
    """Aliases in a circle."""
    return ALIAS_LOOP.at(span, f"the alias is defined by itself: {' → '.join(names)}")


def endless_record(span: Span, names: Iterable[str]) -> Diagnostic:
    """A record that no value can satisfy."""
    return ENDLESS_RECORD.at(
        span,
        f"no value can end this: {' → '.join(names)}",
        hint="make this field optional with '?', or a list",
    )


def optional_here(span: Span, what: str, hint: str) -> Diagnostic:
    """A ``?`` that has no meaning."""
    return OPTIONAL_HERE.at(span, f"{what} cannot be optional", hint=hint)


def not_a_record(span: Span, what: str, name: str) -> Diagnostic:
    """Something else where a record is needed."""
    body = "for a body of bytes, write {bytes, media_type: application/octet-stream}"
    return NOT_A_RECORD.at(
        span,
        f"{what} must be a record, and '{name}' is not one",
        hint=body if name == "bytes" else None,
    )


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
