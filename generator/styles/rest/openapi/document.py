"""Turns a contract and its binding into the OpenAPI document, as YAML."""

from typing import Any

from generator.emit.yaml import write_yaml
from generator.model import Api
from generator.styles.rest.binding import RestBinding
from generator.styles.rest.openapi.operations import OperationWriter
from generator.styles.rest.openapi.parts import extensions, filled
from generator.styles.rest.openapi.responses import ResponseWriter
from generator.styles.rest.openapi.schemas import Schemas
from generator.styles.rest.openapi.security import security_schemes
from generator.styles.rest.openapi.version30 import downgraded

Json = dict[str, Any]


def openapi_document(api: Api, binding: RestBinding) -> bytes:
    """The document as YAML text."""
    document = openapi_value(api, binding)
    if binding.openapi.startswith("3.0"):
        document = downgraded(document)
    return write_yaml(document)


def openapi_value(api: Api, binding: RestBinding) -> Json:
    """The document as plain values, in the words of OpenAPI 3.1."""
    schemas = Schemas(api, binding)
    responses = ResponseWriter(api, binding, schemas)
    operations = OperationWriter(api, binding, schemas, responses)
    paths: Json = {}
    for bound in binding.operations:
        paths.setdefault(bound.path, {})[bound.method.lower()] = operations.write(bound)
    document = {
        "openapi": binding.openapi,
        "info": _info(api),
        **filled(
            servers=[{"url": url, "description": name} for name, url in api.servers.items()],
            tags=_tags(api),
        ),
        "paths": paths,
        **filled(
            components=filled(
                schemas=schemas.used(paths, responses.shared()),
                responses=responses.shared(),
                securitySchemes=security_schemes(api),
            )
        ),
    }
    return document | extensions(api.extensions)


def _info(api: Api) -> Json:
    return {
        "title": api.title,
        "version": api.version,
        **filled(
            description=api.description,
            contact=dict(api.contact),
            license=dict(api.license),
        ),
    }


def _tags(api: Api) -> list[Json]:
    used = {operation.resource for operation in api.operations.values()}
    return [
        {"name": resource.plural.title, **filled(description=resource.description)}
        for name, resource in api.resources.items()
        if name in used
    ]
