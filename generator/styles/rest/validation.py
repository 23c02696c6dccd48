"""Makes openapi-spec-validator quick on large documents, with the same verdict.

Schemas are held against their meta-schema by jsonschema-rs first; what that refuses is looked at
again as the validator does it, which finds the words for the error. What lies at a path is looked
up once. And the validator's own schema is read as the JSON that it is: it reads it as YAML.
"""

import json
from collections.abc import Callable, Sequence
from importlib.resources import files
from typing import Any

import jsonschema_rs
from jsonschema_path import SchemaPath
from jsonschema_path.accessors import SchemaAccessor
from openapi_schema_validator import OAS31Validator
from openapi_schema_validator._specifications import REGISTRY
from openapi_spec_validator import (
    OpenAPIV30SpecValidator,
    OpenAPIV31SpecValidator,
    OpenAPIV32SpecValidator,
)
from openapi_spec_validator.schemas.backend import get_validator_for
from openapi_spec_validator.validation.keywords import OpenAPIV31SchemaValidator
from referencing import Registry
from referencing.jsonschema import DRAFT202012

_DIALECTS = ("https://spec.openapis.org/oas/3.1/", "https://json-schema.org/draft/2020-12/")
_RESOURCES = [(uri, REGISTRY.contents(uri)) for uri in REGISTRY if uri.startswith(_DIALECTS)]
_META = jsonschema_rs.Draft202012Validator(
    OAS31Validator.META_SCHEMA, registry=jsonschema_rs.Registry(_RESOURCES)
)


class _SchemaValidator(OpenAPIV31SchemaValidator):
    def _get_schema_checker(self, schema: Any, schema_value: Any) -> Callable[[Any], None]:
        if _META.is_valid(schema_value):
            return _accept
        return super()._get_schema_checker(schema, schema_value)


def _schema(version: str) -> Any:
    """The schema of OpenAPI documents that the validator brings."""
    place = files("openapi_spec_validator") / f"resources/schemas/v{version}/schema.json"
    return json.loads(place.read_bytes())


class _SpecValidator(OpenAPIV31SpecValidator):
    schema_validator = get_validator_for(_schema("3.1"))
    keyword_validators = {  # noqa: RUF012 — as the base class has it
        **OpenAPIV31SpecValidator.keyword_validators,
        "schema": _SchemaValidator,
    }


_VALIDATORS = {
    "3.0": OpenAPIV30SpecValidator,
    "3.1": _SpecValidator,
    "3.2": OpenAPIV32SpecValidator,
}


class _Accessor(SchemaAccessor):
    """Finds what lies at a path, references followed, from what lies right above it.

    The original walks down from the document's root with the checks of any Python object.
    """

    def __init__(self, document: dict[str, Any]) -> None:
        registry = Registry().with_resource("", DRAFT202012.create_resource(document))
        super().__init__(document, registry.resolver())
        self._found: dict[tuple[Any, ...], Any] = {}

    def get_resolved(self, parts: Sequence[Any]) -> Any:
        key = tuple(parts)
        found = self._found.get(key)
        if found is None:
            if key:
                above = self.get_resolved(key[:-1])
                found = _followed(type(above)(above.contents[key[-1]], above.resolver))
            else:
                found = super().get_resolved(())
            self._found[key] = found
        return found


def _followed(found: Any) -> Any:
    """What a reference leads to; anything else as it is."""
    match found.contents:
        case {"$ref": str(reference)}:
            return _followed(found.resolver.lookup(reference))
        case _:
            return found


def errors(document: dict[str, Any]) -> list[str]:
    """Everything that the validator finds, each with the place it is about."""
    path = SchemaPath(_Accessor(_shared(document, {})))
    validator = _VALIDATORS[document["openapi"][:3]](path)
    return [f"{'/'.join(map(str, e.absolute_path))}: {e.message}" for e in validator.iter_errors()]


def _accept(_: Any) -> None:
    """The checker of a schema that is known to be good."""


def _shared(value: Any, known: dict[Any, Any]) -> Any:
    """The value with equal parts as one object, which the validator then checks once."""
    match value:
        case dict():
            made: Any = {key: _shared(item, known) for key, item in value.items()}
            return known.setdefault((dict, *((k, id(v)) for k, v in made.items())), made)
        case list():
            made = [_shared(item, known) for item in value]
            return known.setdefault((list, *map(id, made)), made)
        case _:
            return known.setdefault((type(value), value), value)
