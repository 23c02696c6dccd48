"""GEN231 to GEN239: constraints that do not fit their type, or that nothing satisfies."""

from generator.diagnostics import Diagnostic, Kind, Span

MISFIT = Kind(
    code="GEN231",
    name="constraint-misfit",
    explanation="""\
A constraint says something about another kind of value than its field has.

```yaml
fields:
  name:  {type: string, minimum: 1}              # min_length
  names: {type: list<string>, max_length: 20}    # max_items; or a type of its own for the items
```

`min_length`, `max_length` and `pattern` are for text (the first two for bytes, too), `minimum`,
`maximum`, `exclusive_minimum`, `exclusive_maximum` and `multiple_of` for numbers, `min_items`,
`max_items` and `unique_items` for lists.
""",
)

UNSATISFIABLE = Kind(
    code="GEN232",
    name="constraint-unsatisfiable",
    explanation="""\
No value can satisfy the constraints of a field, those of its type included.

```yaml
fields:
  rating: {type: int32, minimum: 5, maximum: 1}
```
""",
)

BAD_PATTERN = Kind(
    code="GEN233",
    name="bad-pattern",
    explanation="""\
`pattern` is a regular expression of the RE2 subset, which runs in linear time in every style.
It has no back references (`\\\\1`), no look-around (`(?=…)`), no possessive or atomic parts,
and repeats at most 1000 times.

```yaml
fields:
  code: {type: string, pattern: "^[A-Z]{3}$"}
```

A pattern matches anywhere in the text, as in JSON Schema: begin it with `^` and end it with `$`
to cover all of it.
""",
)

BAD_BOUND = Kind(
    code="GEN234",
    name="bad-bound",
    explanation="""\
The bound itself is not a value of the type: a fraction for a whole number, a number that the type
cannot hold, a negative length, a `multiple_of` that is not positive.

```yaml
fields:
  age: {type: int32, maximum: 99999999999}      # above 2147483647
```
""",
)


def misfit(span: Span, key: str, type_: str, hint: str | None) -> Diagnostic:
    """A constraint that means nothing for the type."""
    return MISFIT.at(span, f"'{key}' does not fit the type {type_}", hint=hint)


def unsatisfiable(span: Span, why: str) -> Diagnostic:
    """Constraints that exclude every value."""
    return UNSATISFIABLE.at(span, f"no value can satisfy this: {why}")


def bad_pattern(span: Span, why: str, hint: str | None = None) -> Diagnostic:
    """A pattern outside of the subset."""
    return BAD_PATTERN.at(span, f"the pattern cannot be used: {why}", hint=hint)


def bad_bound(span: Span, key: str, why: str) -> Diagnostic:
    """A bound that is no value itself."""
    return BAD_BOUND.at(span, f"'{key}' {why}")
