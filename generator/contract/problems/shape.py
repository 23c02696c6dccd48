"""GEN201 to GEN209: keys and kinds of values that the language does not know."""

from collections.abc import Iterable, Mapping

from generator.contract.problems import other_languages
from generator.diagnostics import Diagnostic, Kind, Span, suggestion
from generator.diagnostics.fix import replacement

UNKNOWN_KEY = Kind(code="GEN201", name="unknown-key")
WRONG_KIND = Kind(code="GEN202", name="wrong-kind")
MISSING_KEY = Kind(code="GEN204", name="missing-key")
UNKNOWN_CHOICE = Kind(code="GEN208", name="unknown-choice")
CONFLICTING_KEYS = Kind(code="GEN209", name="conflicting-keys")


def unknown_key(
    span: Span, key: str, owner: str, known: Iterable[str], texts: Mapping[str, str]
) -> Diagnostic:
    """A key that the language does not have here; ``texts`` are the scalars of its mapping."""
    names = sorted(set(known))
    every = f"{owner} may have: {', '.join(names)}" if names else None
    near, fix = suggestion(span, key, names)
    other = other_languages.of_key(key, owner, texts)
    hint = other or near or every
    return UNKNOWN_KEY.at(
        span, f"unknown key '{key}' in {owner}", hint=hint, fix=None if other else fix
    )


def wrong_kind(
    span: Span, what: str, expected: str, found: str, hint: str | None = None
) -> Diagnostic:
    """A value of another kind than its key asks for."""
    return WRONG_KIND.at(span, f"{what}: expected {expected}, found {found}", hint=hint)


# How the mappings are written for which people write something else.
_LIKE = {
    "the type": "{fields: {name: string}}, {enum: [A, B]} or {type: string}",
    "the error": "{code: not_found}",
    "the resource": "{key: id}",
    "the operation": "{get: Product}",
    "the auth scheme": "{scheme: bearer}",
    "'cache'": "{max_age: 60s}",
    "'auth'": "{token: {scheme: bearer}}",
    "'fields'": "{name: string, price: decimal}",
    "'page_size'": "{default: 50, maximum: 500}",
    "'servers'": "{production: https://api.example.com}",
    "'union'": "{card: Card, transfer: BankTransfer}",
}
_TRUTH = {"yes": "true", "on": "true", "no": "false", "off": "false"}


def no_mapping(span: Span, what: str, found: str) -> Diagnostic:
    """Something else where a mapping belongs."""
    like = _LIKE.get(what.partition(" '")[0])
    return wrong_kind(span, what, "a mapping", found, like and f"write it like {like}")


def no_flag(span: Span, what: str, text: str, found: str) -> Diagnostic:
    """Something else than true or false; YAML 1.1 had more words for them."""
    word = _TRUTH.get(text.lower())
    fix = replacement(span, word, was=text) if word else None
    message = f"{what}: expected true or false, found {found}"
    return WRONG_KIND.at(span, message, hint=word and f"write {word}", fix=fix)


def missing_key(span: Span, owner: str, keys: str, hint: str | None = None) -> Diagnostic:
    """A required key is absent."""
    return MISSING_KEY.at(span, f"{owner} needs {keys}", hint=hint)


def unknown_choice(
    span: Span, what: str, word: str, known: Iterable[str], hint: str | None = None
) -> Diagnostic:
    """A word outside of a closed set; hint: what it is called here."""
    names = list(known)
    near, fix = suggestion(span, word, names)
    if hint:
        fix = None
    hint = hint or near or f"one of: {', '.join(names)}"
    return UNKNOWN_CHOICE.at(span, f"{what} cannot be '{word}'", hint=hint, fix=fix)


def conflicting_keys(span: Span, owner: str, one: str, other: str, place: Span) -> Diagnostic:
    """Two keys that exclude each other."""
    return CONFLICTING_KEYS.at(
        span,
        f"{owner} cannot have both '{one}' and '{other}'",
        hint="keep one of them",
        related=((place, f"'{one}' is here"),),
    )
