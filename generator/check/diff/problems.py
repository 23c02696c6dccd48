"""The diagnostics of comparisons: bases that cannot be had, versions that are too small."""

from collections.abc import Iterable

from generator.diagnostics import Diagnostic, Kind, Severity, Span, did_you_mean

UNKNOWN_REVISION = Kind(code="GEN901", name="unknown-revision")
NO_BASE = Kind(code="GEN902", name="no-base")
INVALID_BASE = Kind(code="GEN903", name="invalid-base")
VERSION_TOO_SMALL = Kind(code="GEN904", name="version-too-small")
NEW_CONTRACT = Kind(code="GEN905", name="new-contract", severity=Severity.NOTE)
CONTRACT_REMOVED = Kind(code="GEN906", name="contract-removed")
STYLE_REMOVED = Kind(code="GEN907", name="style-removed")


def unknown_revision(
    revision: str, said: str, known: Iterable[str], *, shallow: bool
) -> Diagnostic:
    """A revision that the repository does not have."""
    if shallow:
        hint = (
            "the clone is shallow: fetch the revision first, "
            f"as in git fetch --depth 1 origin {revision}"
        )
    else:
        hint = did_you_mean(revision, known) or "name a branch, a tag or a commit"
    text = f"git does not know the revision '{revision}'" + (f": {said}" if said else "")
    return UNKNOWN_REVISION.at(None, text, hint=hint)


def no_base(spec: str, why: str, hint: str | None = None) -> Diagnostic:
    """There is nothing to compare with."""
    return NO_BASE.at(None, f"cannot compare with '{spec}': {why}", hint=hint)


def invalid_base(label: str, errors: Iterable[Diagnostic]) -> Diagnostic:
    """The old contract has errors, so that nothing can be said of changes."""
    related = tuple((found.span, found.message) for found in errors if found.span is not None)
    text = f"the old contract '{label}' is not valid, so that nothing can be compared with it"
    hint = "compare with a revision in which it is valid"
    return INVALID_BASE.at(None, text, hint=hint, related=related[:10])


def version_too_small(span: Span | None, now: str, least: str, why: str) -> Diagnostic:
    """The contract has a new version, which promises more than is true."""
    text = f"the version {now} is too small for what changed"
    return VERSION_TOO_SMALL.at(span, text, hint=f"{why}: {least}")


def new_contract(span: Span | None, label: str) -> Diagnostic:
    """A contract that the base does not have."""
    return NEW_CONTRACT.at(span, f"the contract is new: '{label}' does not have it")


def contract_removed(path: str, package: str | None) -> Diagnostic:
    """A contract of the base that is gone; package: None where it could not be read."""
    hint = "keep it until nobody calls the service; a new major version is a contract of its own"
    named = f"'{path}'" if package is None else f"'{path}' ({package})"
    return CONTRACT_REMOVED.at(None, f"the contract {named} is gone", hint=hint)


def style_removed(name: str, label: str) -> Diagnostic:
    """A style of the base's settings that these settings do not have."""
    hint = "keep it in 'styles' of [tool.gen] until nobody calls the service in it"
    return STYLE_REMOVED.at(
        None, f"the style '{name}' is no longer built, and '{label}' had it", hint=hint
    )
