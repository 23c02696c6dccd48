"""GEN241 to GEN249: defaults, examples, and what fields say about themselves."""

from generator.diagnostics import Diagnostic, Kind, Span

VALUE_MISMATCH = Kind(
    code="GEN241",
    name="value-mismatch",
    explanation="""\
A default or an example is not a value of its type, or breaks its constraints.

```yaml
fields:
  price:    {type: decimal, default: cheap}            # "0.00"
  category: {type: Category, default: Hats}            # one of the enum's values
  tags:     {type: list<string>, max_items: 1, default: [a, b]}
```

Values are written as they travel in JSON: a timestamp with its offset (`2026-11-22T09:30:00Z`),
a duration as `PT1M30S` or `90s`, bytes in base64, a decimal as text or number.
""",
)

CONTRADICTION = Kind(
    code="GEN242",
    name="contradiction",
    explanation="""\
A field says two things about itself that cannot both be true.

```yaml
fields:
  id: {type: string, read_only: true, write_only: true}
```

`read_only`: the server sets it, so it is never in an input. `write_only`: it is never in an
output. `immutable`: given when the resource is created, and never again; a `read_only` field is
not given at all.
""",
)

BAD_DATE = Kind(
    code="GEN243",
    name="bad-deprecation",
    explanation="""\
`deprecated` takes dates (`YYYY-MM-DD`), and the end (`sunset`) cannot come before the beginning
(`since`).

```yaml
deprecated: {since: 2026-01-01, sunset: 2027-01-01, use: labels}
```
""",
)

BAD_NUMBER = Kind(
    code="GEN244",
    name="bad-number",
    explanation="""\
`number` is a field number of protobuf: from 1 to 536870911 for fields, from 0 to 2147483647 for
values of enums, and each only once.

```yaml
fields:
  name:  {type: string, number: 2}
  price: {type: decimal, number: 2}      # 3, or no number: the lock gives it one
```
""",
)

BAD_RENAME = Kind(
    code="GEN245",
    name="bad-rename",
    explanation="""\
`renamed_from` names what a field, type, enum value, union variant, error, resource or operation was
called before. That name cannot be in use any more, and only one thing can have come from it.

```yaml
fields:
  host_name: {type: string, renamed_from: name}
  name: string        # not renamed, then
```
""",
)


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
