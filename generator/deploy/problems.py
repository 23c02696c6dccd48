"""The diagnostics of deployments that all targets share."""

from collections.abc import Iterable

from generator.diagnostics import Diagnostic, Kind, Span
from generator.diagnostics.suggestion import did_you_mean

WAY_TAKEN = Kind(code="GEN961", name="way-taken")
BAD_PARAMETER = Kind(code="GEN962", name="bad-deploy-parameter")
UNKNOWN_PARAMETER = Kind(code="GEN964", name="unknown-deploy-parameter")
UNKNOWN_TARGET = Kind(code="GEN963", name="unknown-deploy-target")

UNREADABLE_FILE = Kind(code="GEN965", name="unreadable-deployment")
NO_CONTRACTS = Kind(code="GEN960", name="deploys-nothing")


def way_taken(
    span: Span | None, request: str, name: str, first: str, other: Span | None
) -> Diagnostic:
    """Two operations, or styles, that a proxy cannot tell apart."""
    related = ((other, f"{first} has it"),) if other is not None else ()
    return WAY_TAKEN.at(
        span,
        f"{request} is both {first} and {name}: what stands in front cannot tell them apart",
        hint="change one path (rest: …), or deploy fewer styles with --style",
        related=related,
    )


def bad_parameter(span: Span | None, name: str, value: str, wanted: str) -> Diagnostic:
    """An option of a target, or a key of its settings, with a value that it cannot have."""
    return BAD_PARAMETER.at(span, f"{name} is {value!r}, and has to be {wanted}")


def unknown_target(span: Span | None, name: str, known: Iterable[str]) -> Diagnostic:
    """A target that is not installed."""
    names = sorted(known)
    hint = did_you_mean(name, names) or f"there are: {', '.join(names)}"
    return UNKNOWN_TARGET.at(span, f"there is no target '{name}'", hint=hint)


def unknown_parameter(span: Span | None, name: str, known: Iterable[str]) -> Diagnostic:
    """A key in the settings of a deployment that its target does not know."""
    names = sorted(known)
    hint = did_you_mean(name, names) or f"there are: {', '.join(names) or 'none'}"
    return UNKNOWN_PARAMETER.at(span, f"the target has no parameter '{name}'", hint=hint)


def unreadable_file(file: str, why: str, span: Span | None = None) -> Diagnostic:
    """A file that was to be judged, and cannot be read; span: where it stops to be one."""
    return UNREADABLE_FILE.at(span, f"cannot read {file}: {why}")


def no_contracts(span: Span | None, patterns: Iterable[str]) -> Diagnostic:
    """A deployment of the settings that is of no contract."""
    named = ", ".join(map(repr, patterns)) or "no contracts"
    hint = 'set contracts = ["contracts/products.yaml"] in the table, or in [tool.gen]'
    return NO_CONTRACTS.at(span, f"no file matches {named}", hint=hint)
