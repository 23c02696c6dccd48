"""Turns parts of Envoy's configuration into the plain values that its YAML is made of."""

from typing import Any

from generator.deploy.address import split

Plain = dict[str, Any]
_FILTERS = "envoy.extensions.filters.http"


def typed(message: str, **fields: Any) -> Plain:
    """A message of Envoy's that stands where any may stand."""
    return {"@type": f"type.googleapis.com/{message}", **fields}


def extension(name: str, message: str, **fields: Any) -> Plain:
    """An extension by its name, with its configuration."""
    return {"name": name, "typed_config": typed(message, **fields)}


def http_filter(name: str, message: str, **fields: Any) -> Plain:
    """A filter of HTTP: ``jwt_authn``, ``v3.JwtAuthentication``."""
    return extension(f"envoy.filters.http.{name}", f"{_FILTERS}.{name}.{message}", **fields)


def lua(name: str, code: str) -> Plain:
    """A filter of HTTP that is written in Lua."""
    message = f"{_FILTERS}.lua.v3.Lua"
    return extension(name, message, default_source_code={"inline_string": code})


def override(name: str, message: str, **fields: Any) -> Plain:
    """What a filter of HTTP does on one route, by its name."""
    return {f"envoy.filters.http.{name}": typed(f"{_FILTERS}.{name}.{message}", **fields)}


def disabled(made: Plain) -> Plain:
    """A filter that does nothing but on routes that turn it on."""
    return {**made, "disabled": True}


def enabled() -> Plain:
    """What turns a disabled filter on, on one route."""
    return typed("envoy.config.route.v3.FilterConfig", config={})


def switched_off() -> Plain:
    """What turns a filter off, on one route."""
    return typed("envoy.config.route.v3.FilterConfig", disabled=True)


def protocol(version: str, **common: Any) -> Plain:
    """How a cluster is spoken to: ``http2_protocol_options``; common: options of all versions."""
    message = "envoy.extensions.upstreams.http.v3.HttpProtocolOptions"
    options = {"common_http_protocol_options": common} if common else {}
    made = typed(message, **options, explicit_http_config={version: {}})
    return {"typed_extension_protocol_options": {message: made}}


def seconds(number: float) -> str:
    """A duration as JSON of protobuf has it."""
    return f"{number:g}s"


def at(address: str) -> Plain:
    """Where something listens: ``127.0.0.1:8443``, ``[::1]:8443``, ``server.example:443``."""
    host, port = split(address)
    return {"socket_address": {"address": host, "port_value": port}}
