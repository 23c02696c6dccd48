"""GEN106 to GEN109: text that breaks the rules of YAML, and how to correct it."""

from generator.diagnostics import Diagnostic, Kind, Span

SYNTAX = Kind(
    code="GEN106",
    name="yaml-syntax",
    explanation="""\
The file breaks a rule of YAML, so that nobody can tell what it means. Often it is the indentation:

```yaml
operations:
  GetProduct:
    get: Product
   errors: [NotFound]     # one blank too few: it fits neither `get` nor `GetProduct`
```

Keys of one mapping stand in the same column; what belongs to a key is indented more than the key.
""",
)

TAB = Kind(
    code="GEN107",
    name="tab",
    explanation="""\
A tab stands where YAML reads the structure of the file. How wide a tab is, is up to each editor, so
that two people would see two structures; contracts are indented with blanks only.

Tabs are allowed within quotes, in block scalars (`|` and `>`) and in comments.
""",
)

NEEDS_QUOTES = Kind(
    code="GEN108",
    name="needs-quotes",
    explanation="""\
A text is written without quotes, and YAML takes a part of it for something else.

```yaml
UpdatePrice: {update: Product, rest: PUT /products/{product_id}}      # wrong
UpdatePrice: {update: Product, rest: "PUT /products/{product_id}"}    # right
```

Quotes are needed

- inside `{…}` and `[…]`, for text that holds `{`, `}`, `[`, `]` or `,`;
- for text that holds `: ` or ` #`;
- for text that begins with one of `` @ ` % & * ! | > ' " { [ `` or with `- ` or `? `.

In double quotes a backslash begins an escape; in single quotes it is just a backslash, which suits
patterns: `pattern: '^\\d+$'`.
""",
)

NOT_CLOSED = Kind(
    code="GEN109",
    name="not-closed",
    explanation="""\
A bracket or a quote is opened and never closed.

```yaml
Category: {enum: [Clothes, Shoes}       # the ] is missing
description: "The products              # the " is missing
```

The caret shows what was opened. The place where the parser gave up is often far below.
""",
)


def not_yaml(span: Span, message: str, hint: str | None) -> Diagnostic:
    """Any other violation of YAML's rules."""
    return SYNTAX.at(span, message, hint=hint)


def not_yaml_beside(span: Span, message: str, hint: str, related: Span, what: str) -> Diagnostic:
    """A violation that only makes sense beside another place."""
    return SYNTAX.at(span, message, hint=hint, related=((related, what),))


def tab(span: Span) -> Diagnostic:
    """A tab outside of text."""
    return TAB.at(span, "tab outside of quotes", hint="use spaces, and quotes for text with tabs")


def needs_quotes(span: Span, message: str, hint: str) -> Diagnostic:
    """A text that YAML takes for something else until it is quoted."""
    return NEEDS_QUOTES.at(span, message, hint=hint)


def comma_in_text(span: Span, key: str) -> Diagnostic:
    """``{description: Red, green and blue}``, or ``{type:string}``."""
    name, colon, value = key.partition(":")
    if colon and value and " " not in name:
        return NEEDS_QUOTES.at(
            span, f"'{key}' is not a key", hint=f"write a space after the colon: `{name}: {value}`"
        )
    return NEEDS_QUOTES.at(
        span,
        f"'{key}' has no value: a comma inside {{…}} begins a new key",
        hint="text with a comma needs quotes there",
    )


def not_closed(span: Span, what: str, closer: str, *related: tuple[Span, str]) -> Diagnostic:
    """A bracket or a quote without its partner."""
    return NOT_CLOSED.at(
        span, f"this {what} is never closed", hint=f"add the missing {closer}", related=related
    )
