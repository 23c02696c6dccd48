"""GEN301 to GEN319: declared errors, and resources."""

from collections.abc import Iterable

from generator.diagnostics import Diagnostic, Kind, Span, suggestion

UNKNOWN_ERROR = Kind(code="GEN301", name="unknown-error")
UNKNOWN_CODE = Kind(code="GEN302", name="unknown-error-code")
BAD_STATUS = Kind(code="GEN303", name="bad-status")
UNKNOWN_RESOURCE = Kind(code="GEN311", name="unknown-resource")
BAD_KEY = Kind(code="GEN312", name="bad-key")
PARENT_LOOP = Kind(code="GEN313", name="parent-loop")
BAD_COLLECTION = Kind(code="GEN314", name="bad-collection")
BAD_ETAG = Kind(code="GEN315", name="bad-etag")


def unknown_error(span: Span, name: str, known: Iterable[str]) -> Diagnostic:
    """An error that is not declared."""
    place = "import the contract that declares it" if "." in name else "declare it under 'errors'"
    near, fix = suggestion(span, name, known, declared=True)
    hint = near or place
    return UNKNOWN_ERROR.at(span, f"unknown error '{name}'", hint=hint, fix=fix)


def undeclared_error(span: Span, name: str, operation: str) -> Diagnostic:
    """An example with an error that its operation does not have."""
    return UNKNOWN_ERROR.at(
        span,
        f"'{operation}' does not declare the error '{name}'",
        hint="add it to the 'errors' of the operation",
    )


def unknown_code(span: Span, code: str, known: Iterable[str]) -> Diagnostic:
    """A code that is not canonical."""
    near, fix = suggestion(span, code, known)
    hint = near or "see `gen explain GEN302` for all of them"
    return UNKNOWN_CODE.at(span, f"'{code}' is not an error code", hint=hint, fix=fix)


def bad_status(span: Span, text: str) -> Diagnostic:
    """A status that is not an error of HTTP."""
    return BAD_STATUS.at(
        span, f"{text} is not an HTTP status of an error", hint="use one from 400 to 599"
    )


def unknown_resource(span: Span, name: str, known: Iterable[str]) -> Diagnostic:
    """A resource that is not declared."""
    near, fix = suggestion(span, name, known, declared=True)
    hint = near or f"declare it under 'resources': {name}: {{key: id}}"
    return UNKNOWN_RESOURCE.at(span, f"unknown resource '{name}'", hint=hint, fix=fix)


def bad_key(span: Span, resource: str, why: str, hint: str | None = None) -> Diagnostic:
    """A key that identifies nothing."""
    return BAD_KEY.at(span, f"the resource '{resource}' {why}", hint=hint)


def parent_loop(span: Span, names: Iterable[str]) -> Diagnostic:
    """Resources within each other."""
    return PARENT_LOOP.at(span, f"the resource is inside of itself: {' in '.join(names)}")


def bad_collection(span: Span, text: str, hint: str) -> Diagnostic:
    """No segment of a URL."""
    return BAD_COLLECTION.at(span, f"'{text}' is not a name of a collection", hint=hint)


def same_collection(span: Span, text: str, other: str, place: Span | None) -> Diagnostic:
    """Two collections at one URL."""
    related = ((place, "it is declared here"),) if place else ()
    return BAD_COLLECTION.at(
        span,
        f"the collection '{text}' is also that of '{other}'",
        hint="say 'collection:' on one of them",
        related=related,
    )


def bad_etag(span: Span, why: str, hint: str | None = None) -> Diagnostic:
    """A version that cannot be one."""
    return BAD_ETAG.at(span, why, hint=hint)
