"""GEN205 to GEN207, GEN211 to GEN219, GEN261: names, and what identifies a contract."""

from generator.diagnostics import Diagnostic, Kind, Severity, Span
from generator.diagnostics.fix import replacement

BAD_PACKAGE = Kind(code="GEN205", name="bad-package")
BAD_VERSION = Kind(code="GEN206", name="bad-version")
BAD_URL = Kind(code="GEN207", name="bad-url")
BAD_NAME = Kind(code="GEN211", name="bad-name")
NAME_CLASH = Kind(code="GEN212", name="name-clash")
RESERVED_NAME = Kind(code="GEN213", name="reserved-name")
DERIVED_NAME_CLASH = Kind(code="GEN214", name="derived-name-clash")
IMPORTED_NAME_CLASH = Kind(code="GEN216", name="imported-name-clash")
BAD_FILE_NAME = Kind(code="GEN217", name="bad-file-name")
SPELLED_OTHERWISE = Kind(code="GEN261", name="spelled-otherwise", severity=Severity.WARNING)

_NO_TEXTS = ("true", "false", "null")  # without quotes, in YAML


def bad_package(span: Span, text: str, why: str) -> Diagnostic:
    """A package that says no service or no version."""
    return BAD_PACKAGE.at(
        span, f"'{text}' is not a package: {why}", hint="write it like shop.products.v1"
    )


def bad_version(span: Span, text: str) -> Diagnostic:
    """Not a semantic version."""
    return BAD_VERSION.at(
        span, f"'{text}' is not a semantic version", hint="write three numbers, like 1.0.0"
    )


def bad_url(span: Span, text: str, what: str) -> Diagnostic:
    """Not an absolute URL."""
    return BAD_URL.at(
        span, f"{what} needs an absolute URL, not '{text}'", hint="begin it with https://"
    )


def bad_name(span: Span, what: str, text: str, why: str, instead: str | None) -> Diagnostic:
    """A name that cannot be an identifier everywhere; instead: the same words, spelled right."""
    shown = "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in text)
    fix = None if instead in (None, *_NO_TEXTS) else replacement(span, instead, was=text)
    hint = None if instead is None else f"write {instead}"
    return BAD_NAME.at(span, f"'{shown}' cannot name {what}: {why}", hint=hint, fix=fix)


def name_clash(span: Span, one: str, other: str, shared: str, place: Span) -> Diagnostic:
    """Two names that are the same after conversion."""
    if one == other:
        first = (place, "the first one is here")
        hint = "remove or rename one of them"
        return NAME_CLASH.at(span, f"there is another '{one}' already", hint=hint, related=(first,))
    return NAME_CLASH.at(
        span,
        f"'{one}' and '{other}' are both '{shared}' in generated code",
        hint="rename one of them",
        related=((place, f"'{other}' is here"),),
    )


def reserved_name(span: Span, name: str, why: str) -> Diagnostic:
    """A name that Python cannot have."""
    return RESERVED_NAME.at(span, f"'{name}' is taken: {why}", hint="choose another name")


def derived_name_clash(span: Span, name: str, why: str, place: Span | None) -> Diagnostic:
    """A declared name that something derived has, too."""
    related = ((place, "it is derived from this"),) if place else ()
    return DERIVED_NAME_CLASH.at(
        span, f"'{name}' is also the name of {why}", hint="rename this one", related=related
    )


def imported_name_clash(span: Span, name: str, place: Span) -> Diagnostic:
    """An imported name that is already in use."""
    return IMPORTED_NAME_CLASH.at(
        span,
        f"the imported '{name}' has the name of another one",
        hint="rename one of them: imported types keep their plain names",
        related=((place, "the other one is here"),),
    )


def spelled_otherwise(span: Span, text: str, member: str) -> Diagnostic:
    """A name whose JSON member differs from it in case."""
    return SPELLED_OTHERWISE.at(
        span, f"'{text}' is '{member}' in JSON", hint=f"write {member}: it is the same name"
    )


def bad_file_name(span: Span, file: str, why: str, better: str | None) -> Diagnostic:
    """A contract file whose name makes no folder that Python imports."""
    hint = f"rename the file, for example to '{better}'" if better else "rename the file"
    return BAD_FILE_NAME.at(span, f"'{file}' cannot name a Python package: {why}", hint=hint)
