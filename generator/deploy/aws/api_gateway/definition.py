"""Turns resources into a definition that the importer of API Gateway takes: OpenAPI 3.0.

It has what the gateway acts on, and no more: no models, for bodies pass as they come and the
server judges them. The extensions:
https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-swagger-extensions.html
"""

import enum
from collections.abc import Sequence

from generator.deploy.aws.api_gateway.gateway_responses import gateway_responses
from generator.deploy.aws.api_gateway.kinds import HTTP, REST, SCOPES, ApiKind
from generator.deploy.aws.api_gateway.resources import ANY, Method, Resource
from generator.deploy.front import Way
from generator.model import Api, AuthKind, AuthScheme, JsonObject

_ANY_METHOD = "x-amazon-apigateway-any-method"
_INTEGRATION = "x-amazon-apigateway-integration"


class Backend(enum.Enum):
    """How the API knows where its servers are.

    IN_STAGE: a variable of the stage, for a definition that is imported by itself. PUBLIC: a
    parameter of the template. PRIVATE: parameters, too, of a VPC link and a load balancer.
    """

    IN_STAGE = "in stage"
    PUBLIC = "public"
    PRIVATE = "private"


def definition(
    api: Api, found: Sequence[Resource], kind: ApiKind, backend: Backend, *, jwt: bool
) -> JsonObject:
    """The document; jwt: whether an API that can check tokens does so."""
    schemes = _authorizers(api) if jwt and kind.authorizes else {}
    paths: JsonObject = {}
    used: dict[str, AuthScheme] = {}
    for resource in found:
        item = paths.setdefault(resource.path, {})
        for method in resource.methods:
            security = _security(method, schemes)
            used.update({name: schemes[name] for need in security for name in need})
            key = _ANY_METHOD if method.name == ANY else method.name.lower()
            item[key] = {
                **_told(method),
                **_parameters(resource),
                "responses": {"default": {"description": "What the server answers."}},
                **({"security": security} if security else {}),
                _INTEGRATION: _integration(resource, method, kind, backend),
            }
    return {
        "openapi": "3.0.3",
        "info": {
            "title": api.title,
            "description": api.description or api.title,
            "version": api.version,
        },
        "paths": paths,
        **({"components": {"securitySchemes": _declared(used)}} if used else {}),
        **(_settings() if kind is REST else {}),
    }


def _settings() -> JsonObject:
    """Of REST APIs: bodies are bytes, whatever they are; errors of the gateway are like ours."""
    return {
        "x-amazon-apigateway-binary-media-types": ["*/*"],
        "x-amazon-apigateway-gateway-responses": gateway_responses(),
    }


def _told(method: Method) -> JsonObject:
    """What people read of a method; names of operations are unique where contracts name paths."""
    if not method.ways:
        return {}
    names = dict.fromkeys(way.name.rpartition(".")[2] for way in method.ways)
    told: JsonObject = {"summary": " or ".join(names)}
    first = method.ways[0]
    if first.route.by_contract and first.operation is not None:
        told["operationId"] = first.operation.name.camel
    return told


def _parameters(resource: Resource) -> JsonObject:
    """The variables of a path; all else that a request has passes without being declared."""
    if not resource.variables:
        return {}
    return {
        "parameters": [
            {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}
            for name in resource.variables
        ]
    }


def _integration(resource: Resource, method: Method, kind: ApiKind, backend: Backend) -> JsonObject:
    integration: JsonObject = {"type": "http_proxy", "httpMethod": method.name}
    path = resource.path.replace("+}", "}")
    match backend:
        case Backend.IN_STAGE:
            integration["uri"] = f"https://${{stageVariables.backend}}{path}"
        case Backend.PUBLIC:
            integration["uri"] = {"Fn::Sub": f"${{BackendUrl}}{path}"}
        case Backend.PRIVATE:
            integration |= _private(path, kind)
    if kind is HTTP:
        integration["payloadFormatVersion"] = "1.0"
        return integration
    if resource.variables:
        integration["requestParameters"] = {
            f"integration.request.path.{name}": f"method.request.path.{name}"
            for name in resource.variables
        }
    if kind.streamed is not None and any(_is_streamed(way, kind) for way in method.ways):
        integration["responseTransferMode"] = "STREAM"
        integration["timeoutInMillis"] = kind.streamed * 1000
    return integration


def _private(path: str, kind: ApiKind) -> JsonObject:
    """Through a VPC link: an HTTP API passes the stage's name on, too, unless it is told not to."""
    link = {"connectionType": "VPC_LINK", "connectionId": {"Ref": "VpcLinkId"}}
    if kind is HTTP:
        tls = {"serverNameToVerify": {"Ref": "ServerName"}}
        return {
            **link,
            "uri": {"Ref": "ListenerArn"},
            "tlsConfig": {"Fn::If": ["HasServerName", tls, {"Ref": "AWS::NoValue"}]},
            "requestParameters": {"overwrite:path": "$request.path"},
        }
    return {
        **link,
        "uri": {"Fn::Sub": f"${{BackendUrl}}{path}"},
        "integrationTarget": {"Ref": "LoadBalancerArn"},
    }


def _is_streamed(way: Way, kind: ApiKind) -> bool:
    """Whether answers are passed on as they come: streams, files, and what takes its time."""
    files = any(o.body_out is not None and o.body_out.chunks for o in way.operations)
    slow = way.timeout is not None and way.timeout > kind.timeout
    return way.route.gives_stream or files or slow


def _authorizers(api: Api) -> dict[str, AuthScheme]:
    """The schemes whose tokens a gateway can check: it has to know the issuer and the audience."""
    return {
        name: scheme
        for name, scheme in api.auth.items()
        if scheme.kind in {AuthKind.BEARER, AuthKind.OAUTH2} and scheme.issuer and scheme.audience
    }


def _security(method: Method, schemes: dict[str, AuthScheme]) -> list[dict[str, list[str]]]:
    """The authorizer of a method, if there is one that nobody gets in without.

    A route is content with any one of its scopes; the server asks for all of them.
    """
    choices = method.ways[0].auth if method.ways else None
    for name in schemes if choices else ():
        asked = [
            [choice.scopes for choice in needed if choice.scheme == name]
            for needed in choices or ()
        ]
        if all(asked):
            scopes = dict.fromkeys(scope for each in asked for one in each for scope in one)
            # One choice without scopes, or too many of them: the server tells.
            known = all(one for each in asked for one in each) and len(scopes) <= SCOPES
            return [{name: [*scopes] if known else []}]
    return []


def _declared(schemes: dict[str, AuthScheme]) -> JsonObject:
    """https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-jwt-authorizer.html"""
    return {
        name: {
            "type": "oauth2",
            "flows": {},
            "x-amazon-apigateway-authorizer": {
                "type": "jwt",
                "identitySource": "$request.header.Authorization",
                "jwtConfiguration": {"issuer": scheme.issuer, "audience": [scheme.audience]},
            },
        }
        for name, scheme in schemes.items()
    }
