"""The diagnostics of the settings in pyproject.toml."""

from collections.abc import Iterable

from generator.diagnostics import Diagnostic, Kind, Span, did_you_mean

UNKNOWN_SETTING = Kind(code="GEN801", name="unknown-setting")
BAD_SETTING = Kind(code="GEN802", name="bad-setting")
BAD_SUPPORT = Kind(code="GEN813", name="bad-support")
BAD_MODELS = Kind(code="GEN814", name="bad-models")
OTHER_VERSION = Kind(code="GEN815", name="other-version")


def unknown_setting(
    span: Span, key: str, known: Iterable[str], table: str = "tool.gen"
) -> Diagnostic:
    """A key of [tool.gen], or of a table in it, that means nothing."""
    hint = did_you_mean(key, known) or f"the settings are {', '.join(known)}"
    return UNKNOWN_SETTING.at(span, f"unknown setting '{key}' in [{table}]", hint=hint)


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


def bad_support(span: Span | None, name: str, why: str) -> Diagnostic:
    """A name that the support package cannot have, in the settings or on the command line."""
    hint = "name a package of its own, such as 'acme_support' or 'acme.support'"
    return BAD_SUPPORT.at(span, f"the support package '{name}' {why}", hint=hint)


def other_version(span: Span, running: str, wanted: str) -> Diagnostic:
    """Another version of gen than the project asks for: what it makes may differ."""
    text = f"this is gen {running}, and the project asks for {wanted}"
    pin = wanted if any(sign in wanted for sign in "<>=!~") else f"=={wanted}"
    hint = f"pip install 'diptych{pin}', or change 'required-version' and build again"
    return OTHER_VERSION.at(span, text, hint=hint)


def bad_models(span: Span) -> Diagnostic:
    """Models that are neither a list of forms, nor a table of such lists."""
    hint = 'write models = ["pydantic"], or a table: "contracts/products.yaml" = ["pydantic"]'
    text = "'models' must be a list of forms, or a table of such lists by contract"
    return BAD_MODELS.at(span, text, hint=hint)


def unknown_models(span: Span, name: str, known: Iterable[str]) -> Diagnostic:
    """A form of models that nobody writes."""
    hint = did_you_mean(name, known) or f"the forms are {', '.join(known)}"
    return BAD_MODELS.at(span, f"unknown form of models '{name}'", hint=hint)


def models_of_nothing(span: Span, path: str, known: Iterable[str]) -> Diagnostic:
    """A table of models that names a contract which is not there."""
    hint = did_you_mean(path, known) or "write the contract's path, relative to pyproject.toml"
    return BAD_MODELS.at(span, f"'models' names '{path}', which is not a file", hint=hint)


def unreadable_settings(span: Span, file: str, error: Exception) -> Diagnostic:
    """A pyproject.toml that cannot be read, or is not a TOML."""
    return BAD_SETTING.at(span, f"cannot read '{file}': {error}")
