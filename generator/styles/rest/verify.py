"""Checks an OpenAPI document with openapi-spec-validator."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType

from generator.formats.yaml.read import read_yaml


class InvalidDocumentError(Exception):
    """Our own bug: every contract leads to a document that the validator accepts."""


def verify_document(content: bytes) -> None:
    """Raise InvalidDocumentError with everything that the validator finds."""
    # 0.3 s to import: only a build that writes something needs it.
    with _absent("requests"):
        from generator.styles.rest.validation import errors

    found = errors(read_yaml(content))
    if found:
        raise InvalidDocumentError("openapi.yaml is not valid: " + "; ".join(found))


@contextmanager
def _absent(module: str) -> Iterator[None]:
    """Keep an optional import out: a quarter of the time, for remote references we never follow."""
    modules: dict[str, ModuleType | None] = sys.modules  # type: ignore[assignment]
    if module in modules:
        yield
        return
    modules[module] = None
    try:
        yield
    finally:
        del modules[module]
