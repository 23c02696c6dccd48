"""How OpenAPI, JSON Schema and protobuf say what the language says in another way."""

from collections.abc import Mapping

from generator.kinds import ScalarKind, containers, known_elsewhere, scalar_named, with_format

# What may be one of several types here. Where it is one, its kind knows the name.
_TYPES = {
    "array": "list<T>",
    "dict": "map<T>",
    "float": "float64 (or float32)",
    "int": "int32 or int64",
    "integer": "int32 or int64",
    "number": "decimal (exact) or float64",
    "object": "map<T>, or a record with its fields",
    "optional": "T?",
}
_MAYBE = ("nullable", "optional", "maybe", "option")

_REQUIRED = "every field is required, unless its type ends in '?'"
_PROPERTIES = "here they are called 'fields': fields: {name: string}"
_REFERENCE = "write the name of the type itself, as in `price: Money`"
_UNION = "declare a union under 'types': Name: {union: {card: Card, transfer: BankTransfer}}"
_MIXED = "write all fields of the record; records do not inherit"
_MAP = "the type map<T> takes any names: map<string>"
_ENUM = "declare the enum under 'types', Name: {enum: [A, B]}, and give the field the type Name"

_OF_TYPES = {
    "additionalProperties": _MAP,
    "contentMediaType": "write 'media_type' on an input that is bytes",
    "content_type": "write 'media_type' on an input that is bytes",
    "allOf": _MIXED,
    "anyOf": _UNION,
    "enum": _ENUM,
    "items": "the items are part of the type: list<string>",
    "oneOf": _UNION,
    "properties": _PROPERTIES,
    "required": _REQUIRED,
    "$ref": _REFERENCE,
}
_MEDIA_TYPE = "it stands beside the bytes: `output: {bytes, media_type: image/jpeg}`"
_SCOPES = "write `auth: {scheme: [scopes]}`"
_STREAM = "write `output: stream<T>`, or `input: stream<T>`"
_OF_OPERATIONS = {
    "content_type": _MEDIA_TYPE,
    "media_type": _MEDIA_TYPE,
    "permissions": _SCOPES,
    "roles": _SCOPES,
    "scopes": _SCOPES,
    "stream": _STREAM,
    "streaming": _STREAM,
    "body": "write `input: {name: type}`; each style knows where its inputs travel",
    "operationId": "the operation's own name is its id",
    "parameters": "write `input: {name: type}`; each style knows where its inputs travel",
    "requestBody": "write `input: {name: type}`; each style knows where its inputs travel",
    "request": "write `input: {name: type}`",
    "response": "write `output: Type`, and `errors: [Name]` for what can go wrong",
    "responses": "write `output: Type`, and `errors: [Name]` for what can go wrong",
    "returns": "write `output: Type`",
    "security": "write `auth: scheme`",
    "summary": "write a 'description'",
}
_OF_CONTRACTS = {
    "components": "write 'types', 'errors' and 'auth' at the top level",
    "definitions": "write 'types'",
    "enums": "an enum is one of the 'types': Name: {enum: [A, B]}",
    "info": "write 'title', 'version' and 'description' at the top level",
    "messages": "write 'types'",
    "openapi": "this is a contract, not an OpenAPI document; begin with contract: shop.products.v1",
    "package": "write it as contract: shop.products.v1",
    "paths": "write 'operations'; REST's paths follow from them, or from `rest: GET /path` on one",
    "schemas": "write 'types'",
    "security": "write `defaults: {auth: scheme}`",
    "securitySchemes": "write 'auth'",
    "services": "write 'operations'; the service is named by 'contract'",
    "swagger": "this is a contract, not an OpenAPI document; begin with contract: shop.products.v1",
}
_OF_SCHEMES = {
    "bearerFormat": "write 'format'",
    "bearer_format": "write 'format'",
    "flows": "write 'authorization_url', 'token_url' and 'scopes'",
    "openIdConnectUrl": "write `scheme: bearer, issuer: URL`",
    "type": "here it is called 'scheme': bearer, basic, api_key, oauth2 or mutual_tls",
}
_SCHEMES = {
    "http": "write bearer or basic",
    "jwt": "write `scheme: bearer, format: JWT`",
    "openidconnect": "write `scheme: bearer, issuer: URL`",
    "oidc": "write `scheme: bearer, issuer: URL`",
    "tls": "write mutual_tls",
    "mtls": "write mutual_tls",
}
# The verbs of HTTP that are called otherwise here.
_VERBS = {"patch": "update", "post": "create", "put": "replace"}
_NOTHING = frozenset({"empty", "nil", "none", "null", "void"})
# Without a `type`, these say that something else than it is missing.
INSTEAD_OF_TYPE = frozenset({"enum", "$ref", "properties", "items", "allOf", "anyOf", "oneOf"})


def of_key(key: str, owner: str, texts: Mapping[str, str]) -> str | None:
    """A hint for a key that another language has; ``texts`` are the scalars beside it."""
    match owner.partition(" '")[0]:
        case "the field" | "the type":
            return _of_type(key, texts)
        case "the operation":
            if key in ("method", "path"):
                method = texts.get("method", "GET").upper()
                return f"write `rest: {method} {texts.get('path', '/path')}`"
            if key in _VERBS:
                return f"write `{_VERBS[key]}: {texts.get(key, 'Resource')}`"
            return _OF_OPERATIONS.get(key)
        case "the auth scheme" if key in ("in", "name"):
            return f"write `{texts.get('in', 'header')}: {texts.get('name', 'X-API-Key')}`"
        case "the auth scheme":
            return _OF_SCHEMES.get(key)
        case "a contract":
            return _OF_CONTRACTS.get(key)
        case _:
            return None


def _of_type(key: str, texts: Mapping[str, str]) -> str | None:
    written = texts.get("type", "string").rstrip("?")
    match key, texts.get(key):
        case ("required", "false") | (("nullable" | "optional"), "true"):
            return f"write a '?' behind the type: {written}?"
        case (("nullable" | "optional"), _):
            return f"remove it: {_REQUIRED}"
        case "required", "true":
            return f"remove it: {_REQUIRED}"
        case "format", "password":
            return "write `type: string, sensitive: true`"
        case "format", str(name) if (kind := _with_format(name)) is not None:
            return f"write it as the type: `type: {kind.name}`"
        case "format", _:
            return "a format is a type here (email, uuid, timestamp, …), or a 'pattern'"
        case _:
            return _OF_TYPES.get(key)


def of_scheme(name: str) -> str | None:
    """A hint for a kind of scheme that another language has."""
    return _SCHEMES.get(name.lower())


def is_nothing(name: str) -> bool:
    """Whether a type is what another language calls no value at all."""
    return name.lower() in _NOTHING


def of_expression(text: str) -> str | None:
    """A hint for a type expression of another language: ``string|null``, ``string[]``."""
    compact = text.replace(" ", "")
    first, _, rest = text.partition(" ")
    match compact.split("|"):
        case [str(one), "null" | "None" | "nil"] | ["null" | "None" | "nil", str(one)] if one:
            return f"write {one}?"
        case [_, _, *_]:
            return _UNION
        case _:
            pass
    if compact.endswith("[]") and compact != "[]":
        return f"write list<{compact[:-2]}>"
    if rest and first.lower() in _MAYBE:
        return f"write {rest.strip()}?"
    container = _container(first)
    if rest and container is not None and first != container:
        return f"write {container}<{rest.strip()}>"
    return None


def of_container(word: str, inner: str) -> str | None:
    """A hint for ``array<string>``."""
    if word.lower() in _MAYBE:
        return f"write {inner}?"
    container = _container(word)
    return f"write {container}<{inner}>" if container is not None else None


def of_type(name: str) -> str | None:
    """What a type of JSON Schema, protobuf or a programming language is called here."""
    kind = known_elsewhere(name.lower())
    return _TYPES.get(name.lower()) if kind is None else kind.name


def _with_format(name: str) -> ScalarKind | None:
    return with_format(name) or scalar_named(name) or known_elsewhere(name)


def _container(word: str) -> str | None:
    word = word.lower()
    if word == "stream":
        return word
    return next((kind.name for kind in containers() if word in (kind.name, *kind.also)), None)
