"""GEN110 to GEN120: valid YAML that a contract cannot use, or that must be bounded."""

from generator.diagnostics import Diagnostic, Kind, Span

MAX_DEPTH = 100

DUPLICATE_KEY = Kind(
    code="GEN110",
    name="duplicate-key",
    explanation="""\
The same key stands twice in one mapping. Many YAML tools would silently take one of the two.

```yaml
fields:
  name: string
  name: string?      # which one is meant?
```

Remove one, or rename it. To fill a mapping in two places, declare a type and refer to it.
""",
)

KEY_NOT_A_STRING = Kind(
    code="GEN111",
    name="key-not-a-string",
    explanation="""\
A key is not a string. Without quotes YAML reads `1`, `1.5`, `true` and `null` as values of other
types, and `{…}` or `[…]` as a whole collection; names in a contract are strings.

```yaml
enum: {1: one, null: nothing}          # wrong
enum: {"1": one, "null": nothing}      # right
```

`on`, `off`, `yes` and `no` are strings in YAML 1.2, and need no quotes.
""",
)

MERGE_KEY = Kind(
    code="GEN112",
    name="merge-key",
    explanation="""\
`<<` is the merge key of YAML 1.1. YAML 1.2 does not have it, and tools disagree about what wins.

```yaml
fields: {<<: *common, name: string}     # wrong
```

Write the keys out; or give what is shared a name of its own: a type that others refer to, or
`imports:` for the types of another contract. Plain aliases (`*common`) are allowed.
""",
)

TAG = Kind(
    code="GEN113",
    name="tag",
    explanation="""\
A tag (`!name`) asks a YAML reader to make an object of a kind of its own. A contract is plain data,
and is never executed, so only the tags of the core schema are known, where they say what is true:
`!!str`, `!!int`, `!!float`, `!!bool`, `!!null`, `!!map`, `!!seq`.

```yaml
description: !important read this        # wrong: text that begins with ! needs quotes
description: "!important read this"      # right
```
""",
)

SEVERAL_DOCUMENTS = Kind(
    code="GEN114",
    name="several-documents",
    explanation="""\
A line `---` begins a second document in the same file. A file holds one contract.

Put each contract into a file of its own. What they share goes into a third one, which both import:

```yaml
imports: {common: common.yaml}
```
""",
)

DIRECTIVE = Kind(
    code="GEN115",
    name="yaml-directive",
    explanation="""\
A directive (a line that begins with `%`) asks for another YAML than YAML 1.2, or declares tags.
Contracts are always read as YAML 1.2, without tags. Remove the line.

`%YAML 1.2` itself is allowed, and changes nothing.
""",
)

UNKNOWN_ANCHOR = Kind(
    code="GEN116",
    name="unknown-anchor",
    explanation="""\
An alias `*name` repeats what was marked with the anchor `&name` before. Here is no such anchor.

```yaml
price: &money {type: decimal, minimum: 0}
cost: *mony                              # wrong: *money
note: *not an alias*                     # wrong: text that begins with * needs quotes
```
""",
)

RECURSIVE_ALIAS = Kind(
    code="GEN117",
    name="recursive-alias",
    explanation="""\
An alias stands inside of the very thing that it repeats, so the result would be endless.

```yaml
Node: &node {fields: {children: *node}}        # wrong
Node: {fields: {children: list<Node>}}         # right
```

A type that contains values of itself refers to itself by its name.
""",
)

TOO_MUCH_REPEATED = Kind(
    code="GEN118",
    name="too-much-repeated",
    explanation="""\
All aliases of the file together stand for more than a million characters. A few lines of aliases
of aliases are enough for that, and would use up all memory (the "billion laughs" attack), so the
file is refused.

Declare a type once and refer to it by its name; that costs nothing.
""",
)

TOO_DEEP = Kind(
    code="GEN119",
    name="too-deep",
    explanation="""\
The file is nested more than 100 levels deep. No contract that people write is; such a file is
broken, or made to exhaust whatever reads it.

Declare types for the inner levels and refer to them by name.
""",
)

NUMBER_TOO_LARGE = Kind(
    code="GEN120",
    name="number-too-large",
    explanation="""\
A number has more than 400 digits, or an exponent beyond ±400. No type of the language can hold it.

If it is meant as text, such as a version or an identifier, put it in quotes:

```yaml
commit: "1e9999"
```
""",
)


def duplicate_key(span: Span, key: str, first: Span) -> Diagnostic:
    """The second of two equal keys."""
    return DUPLICATE_KEY.at(
        span,
        f"duplicate key '{key}'",
        hint="remove one of the two, or give it another name",
        related=((first, "first used here"),),
    )


def key_not_a_string(span: Span, text: str, what: str) -> Diagnostic:
    """An unquoted key that YAML reads as a number, a truth value or null."""
    shown = text or "null"
    return KEY_NOT_A_STRING.at(
        span, f"key {shown} is {what}, not a string", hint=f'quote it: "{text}"'
    )


def key_is_a_collection(span: Span) -> Diagnostic:
    """``{a: b}: c`` or ``? [a]``."""
    return KEY_NOT_A_STRING.at(
        span,
        "a key must be a string",
        hint="text that begins with '{' or '[' needs quotes",
    )


def merge_key(span: Span) -> Diagnostic:
    """``<<: *base``"""
    return MERGE_KEY.at(
        span,
        "merge keys (<<) are not part of YAML 1.2",
        hint="write the keys out, or declare a type and refer to it by name",
    )


def tag(span: Span, text: str) -> Diagnostic:
    """``!anything``"""
    return TAG.at(
        span,
        f"tag '{text}' has no meaning in a contract",
        hint="remove the tag; text that begins with '!' needs quotes",
    )


def several_documents(span: Span) -> Diagnostic:
    """A second ``---``."""
    return SEVERAL_DOCUMENTS.at(
        span,
        "a second YAML document begins here",
        hint="put each contract into a file of its own, and use `imports:` to share types",
    )


def directive(span: Span, text: str) -> Diagnostic:
    """``%YAML 1.1`` or ``%TAG``."""
    return DIRECTIVE.at(
        span,
        f"directive {text} is not supported",
        hint="remove it: contracts are YAML 1.2",
    )


def unknown_anchor(span: Span, name: str) -> Diagnostic:
    """``*name`` without ``&name`` before it."""
    return UNKNOWN_ANCHOR.at(
        span,
        f"alias *{name} refers to nothing: there is no &{name} before it",
        hint="text that begins with '*' needs quotes",
    )


def recursive_alias(span: Span, name: str) -> Diagnostic:
    """``&a [*a]``"""
    return RECURSIVE_ALIAS.at(
        span,
        f"alias *{name} stands inside of what it refers to",
        hint="a type that contains itself refers to itself by its name",
    )


def too_much_repeated(span: Span) -> Diagnostic:
    """A "billion laughs" file."""
    return TOO_MUCH_REPEATED.at(
        span,
        "the aliases of this file repeat too much",
        hint="declare a type once and refer to it by name",
    )


def too_deep(span: Span) -> Diagnostic:
    """More levels than any contract needs."""
    return TOO_DEEP.at(
        span,
        f"nested more than {MAX_DEPTH} levels deep",
        hint="declare types for the inner levels and refer to them by name",
    )


def number_too_large(span: Span) -> Diagnostic:
    """A number beyond float64."""
    return NUMBER_TOO_LARGE.at(
        span,
        "no type can hold this number",
        hint="text that looks like a number needs quotes",
    )
