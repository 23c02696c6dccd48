"""GEN101, GEN102, GEN103, GEN104, GEN105, GEN121: a file that is not a contract at all."""

from generator.diagnostics import Diagnostic, Kind, Span

MAX_MIB = 10

FILE_UNREADABLE = Kind(
    code="GEN101",
    name="file-unreadable",
    explanation="""\
The contract cannot be opened: there is no such file, it is a folder or a lock, or you may not read
it.

```console
$ gen build contracts/product.yaml      # the file is contracts/products.yaml
```

Correct the path. It is relative to the folder that the command runs in.
""",
)

FILE_TOO_LARGE = Kind(
    code="GEN102",
    name="file-too-large",
    explanation="""\
The file has more than 10 MiB. It was not read.

No contract that people write comes near this limit; it keeps a hostile or broken file from using
up the memory of whoever builds it. Split the contract, and share types through `imports:`.
""",
)

NOT_UTF8 = Kind(
    code="GEN103",
    name="not-utf8",
    explanation="""\
The file is not UTF-8, the only encoding of contracts. The place is that of the first byte that
UTF-8 does not allow; the usual reason is an editor that saved the file as Latin-1 or UTF-16.

Save the file as UTF-8. In a shell:

```console
$ iconv -f latin1 -t utf-8 old.yaml > contract.yaml
```
""",
)

CONTROL_CHARACTER = Kind(
    code="GEN104",
    name="control-character",
    explanation="""\
A character stands in the file that nobody can see: a control character, a byte order mark in the
middle, or one of the line breaks U+0085, U+2028 and U+2029, which YAML 1.1 and 1.2 read
differently.

```yaml
description: "Two\\u2028lines"     # as an escape within double quotes, it is fine
```

Remove the character, or write it as an escape.
""",
)

EMPTY = Kind(
    code="GEN105",
    name="empty-contract",
    explanation="""\
The file is empty, or holds nothing but comments. The least that a contract needs is its name:

```yaml
contract: shop.products.v1
```

`gen init` writes a first contract with types and operations to start from.
""",
)

NOT_A_MAPPING = Kind(
    code="GEN121",
    name="not-a-mapping",
    explanation="""\
The file is valid YAML, but a list or a single text. A contract is a mapping, and begins like this:

```yaml
contract: shop.products.v1
title: Product list
```
""",
)


def file_unreadable(file: str, reason: str, hint: str | None = None) -> Diagnostic:
    """The file on the command line cannot be opened."""
    return FILE_UNREADABLE.at(None, f"cannot read {file}: {reason}", hint=hint)


def not_a_contract(file: str) -> Diagnostic:
    """A lock on the command line, as in ``gen build contracts/*``."""
    hint = "name the contracts alone, such as contracts/*.yaml; their locks come along"
    return file_unreadable(file, "it is a lock, not a contract", hint)


def file_too_large(span: Span | None, file: str, size: int) -> Diagnostic:
    """The file is over the limit; it was not read. ``span``: where it is imported."""
    mib = size / 2**20
    return FILE_TOO_LARGE.at(
        span,
        f"{file} has {mib:.1f} MiB; a contract may have at most {MAX_MIB} MiB",
        hint="split it, and use `imports:` for the types that are shared",
    )


def not_utf8(span: Span, byte: int) -> Diagnostic:
    """A byte that UTF-8 does not allow at this place."""
    return NOT_UTF8.at(
        span,
        f"not UTF-8: byte 0x{byte:02X}",
        hint="save the file in the encoding UTF-8",
    )


def control_character(span: Span, char: str) -> Diagnostic:
    """A character that YAML, or a reader's eye, does not accept as it is."""
    number = ord(char)
    escape = f"\\x{number:02X}" if number < 0x100 else f"\\u{number:04X}"
    return CONTROL_CHARACTER.at(
        span,
        f"character U+{number:04X} may not stand in a contract as it is",
        hint=f'remove it, or write it as an escape within double quotes: "{escape}"',
    )


def empty(file: str) -> Diagnostic:
    """Nothing, or comments only."""
    return EMPTY.at(
        Span(file=file, line=1, column=1, end_line=1, end_column=1),
        "the contract is empty",
        hint="`gen init` writes a first contract to start from",
    )


def not_a_mapping(span: Span) -> Diagnostic:
    """A list or a text where the contract's keys should be."""
    return NOT_A_MAPPING.at(
        span,
        "a contract is a mapping of keys to values",
        hint="begin with `contract: my.package.v1`",
    )
