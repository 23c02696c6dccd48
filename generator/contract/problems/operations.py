"""GEN321 to GEN327, GEN337: operations, and what their keys can mean together."""

from collections.abc import Iterable, Sequence

from generator.diagnostics import Diagnostic, Kind, Span, did_you_mean

MANY_VERBS = Kind(
    code="GEN321",
    name="many-verbs",
    explanation="""\
An operation does one thing: it has at most one of `create`, `get`, `list`, `replace`, `update`,
`delete` and `call`.

```yaml
operations:
  SaveProduct: {create: Product, update: Product}      # two operations
```
""",
)

MISPLACED_KEY = Kind(
    code="GEN322",
    name="misplaced-key",
    explanation="""\
A key has no meaning for an operation of this verb: `filter`, `order_by` and `page_size` belong
to `list`, `only` to `create`, `replace` and `update`, `on` to `call`.

```yaml
operations:
  GetProduct: {get: Product, filter: [category]}     # ListProducts
```
""",
)

UNKNOWN_FIELD = Kind(
    code="GEN323",
    name="unknown-field",
    explanation="""\
`only`, `filter`, `order_by`, `key` and `etag` name fields of the resource's record, and it has
no such field.

```yaml
resources:
  Product: {key: id}
operations:
  ListProducts: {list: Product, order_by: [prize]}      # price
```
""",
)

UNFIT_FIELD = Kind(
    code="GEN324",
    name="unfit-field",
    explanation="""\
The field exists, and cannot be used like this: `only` takes fields that a caller may set,
`filter` and `order_by` take fields with a single, comparable value that is part of the output.

```yaml
operations:
  UpdateProduct: {update: Product, only: [id]}          # id is read_only
  ListProducts:  {list: Product, filter: [tags]}        # a list: say filter: {tag: string?}
```
""",
)

BAD_PAGE_SIZE = Kind(
    code="GEN325",
    name="bad-page-size",
    explanation="""\
`page_size` has a `default` and a `maximum`, both at least 1, the first not above the second.

```yaml
page_size: {default: 50, maximum: 500}
```
""",
)

PARAMETER_CLASH = Kind(
    code="GEN326",
    name="parameter-clash",
    explanation="""\
An operation would get two parameters of one name: one from the keys of its resource or of a
list's pages, one from its fields, `with`, `filter` or `input`.

```yaml
operations:
  MoveTrack: {call: Track, input: {track_id: string}}      # the key is a parameter already
```

Rename the field, or leave it out.
""",
)

LIST_OF_ONE = Kind(
    code="GEN327",
    name="list-of-a-singleton",
    explanation="""\
A singleton is one thing, so there is no list of it.

```yaml
resources:
  Settings: {parent: Camera, singleton: true}
operations:
  ListSettings: {list: Settings}      # GetSettings: {get: Settings}
```
""",
)

MISPLACED_STREAM = Kind(
    code="GEN337",
    name="misplaced-stream",
    explanation="""\
A list is already answered in pages, and a `get`, `create`, `replace`, `update` or `delete` is
about one resource: only `call` and plain functions can stream their input.

```yaml
operations:
  ImportProducts: {call: Product, on: collection, input: stream<Product>}
```
""",
)


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


def unknown_field(span: Span, name: str, record: str, known: Iterable[str]) -> Diagnostic:
    """A field that the record does not have."""
    names = list(known)
    hint = did_you_mean(name, names) or f"its fields are: {', '.join(names[:_MAX_SHOWN])}"
    return UNKNOWN_FIELD.at(span, f"'{record}' has no field '{name}'", hint=hint if names else None)


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
