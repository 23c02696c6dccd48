"""Turns a document in the words of OpenAPI 3.1 into those of 3.0.3."""

from typing import Any

from generator.model import JsonObject

# Of what 3.0's Schema Object does not know.
_DROPPED = {"contentEncoding", "contentMediaType"}
_UNKNOWN = "mutualTLS"  # a security scheme that 3.0 does not know
_CERTIFICATE = "Takes a client certificate (mutual TLS), which OpenAPI 3.0 has no word for."
_SCOPED = "oauth2"  # the only one that has scopes there


def downgraded(document: JsonObject) -> JsonObject:
    """The same document for tools that only know OpenAPI 3.0.3."""
    schemes = document.get("components", {}).get("securitySchemes", {})
    kinds = {name: scheme["type"] for name, scheme in schemes.items()}
    changed: JsonObject = {}
    for key, value in document.items():
        match key:
            case "paths":
                changed[key] = {
                    path: {m: _operation(o, kinds) for m, o in item.items()}
                    for path, item in value.items()
                }
            case "components":
                changed[key] = _components(value)
            case "info":
                changed[key] = _info(value)
            case _:
                changed[key] = value
    return changed


def _info(info: JsonObject) -> JsonObject:
    """3.0 knows a license by its name and URL only."""
    if "license" not in info:
        return info
    known = {key: value for key, value in info["license"].items() if key != "identifier"}
    return {**info, "license": known}


def _components(components: JsonObject) -> JsonObject:
    changed = dict(components)
    schemes = components.get("securitySchemes", {})
    kept = {name: scheme for name, scheme in schemes.items() if scheme["type"] != _UNKNOWN}
    if schemes:
        changed["securitySchemes"] = kept
    if not kept:
        changed.pop("securitySchemes", None)
    if "schemas" in components:
        named = components["schemas"]
        changed["schemas"] = {name: _schema(schema) for name, schema in named.items()}
    if "responses" in components:
        changed["responses"] = _holders(components["responses"])
    return changed


def _operation(operation: JsonObject, kinds: dict[str, str]) -> JsonObject:
    changed: JsonObject = {
        k: v if k.startswith("x-") else _holders(v) for k, v in operation.items()
    }
    if "security" in operation:
        needs = operation["security"]
        kept = [_known(need, kinds) for need in needs]
        changed["security"] = [need for need in kept if need]
        # What it needs all the same must not be read as: anyone may call.
        if any(len(one) < len(need) for one, need in zip(kept, needs, strict=True)):
            told = [changed.get("description", ""), _CERTIFICATE]
            changed["description"] = "\n\n".join(text for text in told if text)
    return changed


def _known(need: JsonObject, kinds: dict[str, str]) -> JsonObject:
    """What 3.0 can say of schemes that are needed together."""
    return {
        name: scopes if kinds[name] == _SCOPED else []
        for name, scopes in need.items()
        if kinds[name] != _UNKNOWN
    }


def _holders(part: Any) -> Any:
    """Everything that holds schemas, with the schemas in it changed; examples as they are."""
    match part:
        case dict():
            return {
                key: _schema(value)
                if key == "schema"
                else value
                if key in {"examples", "example"}
                else _holders(value)
                for key, value in part.items()
            }
        case list():
            return [_holders(item) for item in part]
        case _:
            return part


def _schema(schema: JsonObject) -> JsonObject:
    changed: JsonObject = {}
    for key, value in schema.items():
        match key:
            case "$ref":
                continue
            case "properties":
                changed[key] = {name: _schema(inner) for name, inner in value.items()}
            case "items" | "additionalProperties":
                changed[key] = _schema(value) if isinstance(value, dict) else value
            case "allOf" | "oneOf" | "anyOf":
                changed[key] = [_schema(branch) for branch in value]
            case "const":
                changed["enum"] = [value]
            case "examples":
                changed["example"] = value[0]
            case "exclusiveMinimum" | "exclusiveMaximum":
                changed[key.replace("exclusiveM", "m")] = value
                changed[key] = True
            case "type":
                changed |= _type(value)
            case _ if key in _DROPPED:
                pass
            case _:
                changed[key] = value
    if schema.get("contentEncoding") == "base64":
        changed["format"] = "byte"
    if "$ref" in schema:
        # 3.0 ignores whatever stands beside a reference.
        reference = {"$ref": schema["$ref"]}
        return {**changed, "allOf": [reference]} if changed else reference
    return changed


def _type(value: str | list[str]) -> JsonObject:
    if value == "null":
        # `nullable` only adds null to a `type` beside it, which a branch next to a reference has
        # not: strict validators ignore or refuse it there. Without a `type`, `enum` decides alone.
        return {"enum": [None]}
    if isinstance(value, str):
        return {"type": value}
    return {"type": next(kind for kind in value if kind != "null"), "nullable": True}
