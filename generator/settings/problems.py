"""The diagnostics of the settings in pyproject.toml."""

from collections.abc import Iterable

from generator.diagnostics import Diagnostic, Kind, Span, did_you_mean

UNKNOWN_SETTING = Kind(
    code="GEN801",
    name="unknown-setting",
    explanation="""\
`[tool.gen]` in pyproject.toml has a key that `gen` does not know. The keys are:

| key | default | meaning |
|---|---|---|
| `contracts` | none | glob patterns of the contracts that `gen build` builds when none is named |
| `output` | `"generated"` | the output folder |
| `styles` | all that are installed | the styles to build |

Paths are relative to pyproject.toml.
""",
)

BAD_SETTING = Kind(
    code="GEN802",
    name="bad-setting",
    explanation="""\
A setting in `[tool.gen]` has a value of the wrong kind, names a style that is not installed, or
pyproject.toml is not valid TOML.

```toml
[tool.gen]
contracts = ["contracts/*.yaml"]
output = "generated"
styles = ["rest", "grpc"]
```
""",
)


def unknown_setting(span: Span, key: str, known: Iterable[str]) -> Diagnostic:
    """A key of [tool.gen] that means nothing."""
    hint = did_you_mean(key, known) or f"the settings are {', '.join(known)}"
    return UNKNOWN_SETTING.at(span, f"unknown setting '{key}' in [tool.gen]", hint=hint)


def bad_setting(span: Span, key: str, wanted: str) -> Diagnostic:
    """A value of the wrong kind."""
    return BAD_SETTING.at(span, f"'{key}' must be {wanted}")


def bad_pattern(span: Span, pattern: str) -> Diagnostic:
    """A pattern that no file can match."""
    hint = 'write it relative to pyproject.toml, such as "contracts/*.yaml" or "apis/**/*.yaml"'
    return BAD_SETTING.at(span, f"'{pattern}' is not a pattern for contracts", hint=hint)


def unknown_style(span: Span | None, name: str, known: Iterable[str]) -> Diagnostic:
    """A style that is not installed, in the settings or on the command line."""
    hint = did_you_mean(name, known) or f"the installed styles are {', '.join(known)}"
    return BAD_SETTING.at(span, f"unknown style '{name}'", hint=hint)


def unreadable_settings(span: Span, file: str, error: Exception) -> Diagnostic:
    """A pyproject.toml that cannot be read, or is not a TOML."""
    return BAD_SETTING.at(span, f"cannot read '{file}': {error}")
