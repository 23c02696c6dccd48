"""Turns a contract and its binding into the OpenAPI document, as YAML."""

import re

from generator.emit.security import security_schemes
from generator.emit.servers import variables
from generator.formats.yaml.write import write_yaml
from generator.model import Api, JsonObject, Server
from generator.styles.rest.binding import RestBinding
from generator.styles.rest.openapi.operations import OperationWriter
from generator.styles.rest.openapi.parts import extensions, filled, path_item_key
from generator.styles.rest.openapi.responses import ResponseWriter
from generator.styles.rest.openapi.schemas import Schemas
from generator.styles.rest.openapi.tags import tags
from generator.styles.rest.openapi.version30 import downgraded

_SPDX = re.compile(r"[A-Za-z0-9][A-Za-z0-9.+-]*")


def openapi_document(api: Api, binding: RestBinding) -> bytes:
    """The document as YAML text."""
    document = openapi_value(api, binding)
    if binding.openapi.startswith("3.0"):
        document = downgraded(document)
    return write_yaml(document)


def openapi_value(api: Api, binding: RestBinding) -> JsonObject:
    """The document as plain values, in the words of OpenAPI 3.1."""
    schemas = Schemas(api, binding)
    responses = ResponseWriter(api, binding, schemas)
    operations = OperationWriter(api, binding, schemas, responses)
    paths: JsonObject = {}
    for bound in binding.operations:
        place = path_item_key(bound.method, binding.openapi)
        paths.setdefault(bound.path, {})[place] = operations.write(bound)
    document = {
        "openapi": binding.openapi,
        "info": _info(api),
        **filled(
            servers=[_server(name, server) for name, server in api.servers.items()],
            tags=tags(api),
        ),
        # Said where nothing is declared, too: a linter takes silence for an oversight.
        **({} if api.auth else {"security": []}),
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


def _info(api: Api) -> JsonObject:
    return {
        "title": api.title,
        "version": api.version,
        **filled(
            description=api.description,
            contact=dict(api.contact),
            license=_license(api),
        ),
    }


def _license(api: Api) -> JsonObject:
    """A License Object; a name alone that looks like an SPDX identifier stands for that license.

    OpenAPI wants either an identifier or an address, and people follow the address.
    """
    known = dict(api.license)
    if "url" in known and "identifier" in known:
        known["x-identifier"] = known.pop("identifier")
    if list(known) == ["name"] and _SPDX.fullmatch(known["name"]):
        known["identifier"] = known["name"]
    return known


def _server(name: str, server: Server) -> JsonObject:
    return {
        "url": server.url,
        "description": server.description or name,
        **filled(variables=variables(server)),
    }
