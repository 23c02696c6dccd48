"""Checks an OpenAPI document with openapi-spec-validator."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType
from typing import Any

import yaml


class InvalidDocumentError(Exception):
    """Our own bug: every contract leads to a document that the validator accepts."""


def verify_document(content: bytes) -> None:
    """Raise InvalidDocumentError with everything that the validator finds."""
    # 0.3 s to import: only a build that writes something needs it.
    with _absent("requests"):
        from openapi_spec_validator import OpenAPIV30SpecValidator, OpenAPIV31SpecValidator

    document: Any = yaml.load(content, yaml.CSafeLoader)
    new = document["openapi"].startswith("3.1")
    validator = (OpenAPIV31SpecValidator if new else OpenAPIV30SpecValidator)(document)
    found = [f"{'/'.join(map(str, e.absolute_path))}: {e.message}" for e in validator.iter_errors()]
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
