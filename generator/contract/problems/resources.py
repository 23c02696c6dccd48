"""GEN301 to GEN319: declared errors, and resources."""

from collections.abc import Iterable

from generator.diagnostics import Diagnostic, Kind, Span, did_you_mean

UNKNOWN_ERROR = Kind(
    code="GEN301",
    name="unknown-error",
    explanation="""\
An operation (or an example) names an error that is not declared under `errors`, here or in an
import. Built-in errors, such as invalid input, need no declaration and are not listed.

```yaml
errors:
  ProductNotFound: {code: not_found}
operations:
  GetProduct: {get: Product, errors: [ProductNotFnd]}      # ProductNotFound
```
""",
)

UNKNOWN_CODE = Kind(
    code="GEN302",
    name="unknown-error-code",
    explanation="""\
`code` is one of the canonical codes; every style maps it through one table (`not_found` is 404,
NOT_FOUND, 5).

The codes: `invalid_argument`, `not_found`, `already_exists`, `permission_denied`,
`unauthenticated`, `failed_precondition`, `aborted`, `out_of_range`, `resource_exhausted`,
`cancelled`, `deadline_exceeded`, `unavailable`, `unimplemented`, `internal`, `data_loss`,
`unknown`.
""",
)

BAD_STATUS = Kind(
    code="GEN303",
    name="bad-status",
    explanation="""\
`status` corrects the HTTP status of an error, and must be one: from 400 to 599.

```yaml
errors:
  ServerBusy: {code: failed_precondition, status: 409}
```
""",
)

UNKNOWN_RESOURCE = Kind(
    code="GEN311",
    name="unknown-resource",
    explanation="""\
A verb or `parent` names a resource that is not declared under `resources`.

```yaml
resources:
  Product: {key: id}
operations:
  GetProduct: {get: Prodct}      # Product
```
""",
)

BAD_KEY = Kind(
    code="GEN312",
    name="bad-key",
    explanation="""\
The key of a resource names one of it, in URLs, too. So it is a field that is always there: a
`string`, `uuid` or whole number (or an alias of one), neither optional nor `write_only`.

```yaml
types:
  Product: {fields: {id: {type: string, read_only: true}, price: decimal}}
resources:
  Product: {key: price}      # id
```

A singleton has no key: its parent has one.
""",
)

PARENT_LOOP = Kind(
    code="GEN313",
    name="parent-loop",
    explanation="""\
A resource is inside of itself, so that its path would have no beginning.

```yaml
resources:
  Folder: {key: id, parent: File}
  File:   {key: id, parent: Folder}
```
""",
)

BAD_COLLECTION = Kind(
    code="GEN314",
    name="bad-collection",
    explanation="""\
`collection` is one segment of a URL: lower-case words with hyphens between them. No two
resources have the same one at the same place.

```yaml
resources:
  Person: {key: id, collection: people}
```
""",
)

BAD_ETAG = Kind(
    code="GEN315",
    name="bad-etag",
    explanation="""\
`etag` is `true` (the tag is computed from the whole representation), or names a version field:
a scalar that every output has. `require_if_match` means nothing without it.

```yaml
resources:
  Server: {key: id, etag: revision, require_if_match: true}
```
""",
)


def unknown_error(span: Span, name: str, known: Iterable[str]) -> Diagnostic:
    """An error that is not declared."""
    place = "import the contract that declares it" if "." in name else "declare it under 'errors'"
    hint = did_you_mean(name, known) or place
    return UNKNOWN_ERROR.at(span, f"unknown error '{name}'", hint=hint)


def undeclared_error(span: Span, name: str, operation: str) -> Diagnostic:
    """An example with an error that its operation does not have."""
    return UNKNOWN_ERROR.at(
        span,
        f"'{operation}' does not declare the error '{name}'",
        hint="add it to the 'errors' of the operation",
    )


def unknown_code(span: Span, code: str, known: Iterable[str]) -> Diagnostic:
    """A code that is not canonical."""
    hint = did_you_mean(code, known) or "see `gen explain GEN302` for all of them"
    return UNKNOWN_CODE.at(span, f"'{code}' is not an error code", hint=hint)


def bad_status(span: Span, text: str) -> Diagnostic:
    """A status that is not an error of HTTP."""
    return BAD_STATUS.at(
        span, f"{text} is not an HTTP status of an error", hint="use one from 400 to 599"
    )


def unknown_resource(span: Span, name: str, known: Iterable[str]) -> Diagnostic:
    """A resource that is not declared."""
    hint = did_you_mean(name, known) or f"declare it under 'resources': {name}: {{key: id}}"
    return UNKNOWN_RESOURCE.at(span, f"unknown resource '{name}'", hint=hint)


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
