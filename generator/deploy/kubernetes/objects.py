"""Turns rules and places into the objects of Kubernetes, as plain values."""

from collections.abc import Mapping, Sequence
from typing import Any

from generator.deploy.kubernetes.options import Options, Place
from generator.deploy.kubernetes.routes import HOSTNAMES, Condition, Rule
from generator.deploy.tls import CERTIFICATE_HEADERS
from generator.styles.route import Transport

Object = dict[str, Any]

_GROUP = "gateway.networking.k8s.io"
_APP = "app.kubernetes.io/name"
# What appProtocol calls them: one name of the IANA, two of Kubernetes.
_PROTOCOLS = {Transport.HTTP: "http", Transport.GRPC: "kubernetes.io/h2c"}
_SOCKETS = "kubernetes.io/ws"
# Answers of a gateway whose server is gone, and of a server that is going; a time limit is none.
_RESENT = (502, 503)


def services(place: Place, options: Options) -> list[Object]:
    """The Services of one contract, if they are not another's."""
    if place.exists:
        return []
    ports = [
        _port(transport.value, place.destinations[transport.value].port, _PROTOCOLS[transport])
        for transport in Transport
        if transport.value in place.destinations
    ]
    made = [_service(place.name, place, ports, options)]
    if place.sockets is not None:
        port = _port("ws", place.sockets.port, _SOCKETS)
        made.append(_service(place.sockets.service, place, [port], options))
    return made


def gateway(options: Options) -> Object:
    """The Gateway, which listens for all hosts, and takes routes of its own namespace."""
    listener: Object = {"name": options.listener or "http", "port": 80, "protocol": "HTTP"}
    if options.tls_secret:
        listener = {
            "name": options.listener or "https",
            "port": 443,
            "protocol": "HTTPS",
            "tls": {"mode": "Terminate", "certificateRefs": [{"name": options.tls_secret}]},
        }
    if options.gateway_namespace not in ("", options.namespace):
        listener["allowedRoutes"] = {"namespaces": {"from": "All"}}
    namespace = options.gateway_namespace or options.namespace
    return {
        "apiVersion": f"{_GROUP}/v1",
        "kind": "Gateway",
        "metadata": _metadata(options.gateway, namespace),
        "spec": {"gatewayClassName": options.gateway_class, "listeners": [listener]},
    }


def http_route(name: str, hosts: Sequence[str], options: Options) -> Object:
    """An HTTPRoute without its rules."""
    return _route("HTTPRoute", name, hosts, options)


def http_rule(rule: Rule, *, hides_certificates: bool) -> Object:
    """A rule of an HTTPRoute."""
    made: Object = {"matches": [_match(condition) for condition in rule.conditions]}
    if hides_certificates:
        made["filters"] = _filters()
    found = rule.behaviour
    to = found.destination
    made["backendRefs"] = [{"name": to.service, "port": to.port}]
    if found.duration is not None:
        made["timeouts"] = {"request": found.duration}
    if found.resends is not None:
        retry = {"attempts": 1, "codes": [*_RESENT]} if found.resends else {"attempts": 0}
        made["retry"] = retry
    return made


def grpc_route(name: str, hosts: Sequence[str], options: Options) -> Object:
    """A GRPCRoute without its rule."""
    return _route("GRPCRoute", name, hosts, options)


def grpc_rule(names: Sequence[str], place: Place, *, hides_certificates: bool) -> Object:
    """The rule of a GRPCRoute: all methods of these services."""
    made: Object = {"matches": [{"method": {"service": name}} for name in names]}
    if hides_certificates:
        made["filters"] = _filters()
    to = place.destinations[Transport.GRPC.value]
    made["backendRefs"] = [{"name": to.service, "port": to.port}]
    return made


def _route(kind: str, name: str, hosts: Sequence[str], options: Options) -> Object:
    assert len(hosts) <= HOSTNAMES
    parent: Object = {"name": options.gateway}
    if options.gateway_namespace:
        parent["namespace"] = options.gateway_namespace
    if options.listener:
        parent["sectionName"] = options.listener
    spec: Object = {"parentRefs": [parent]}
    if hosts:
        spec["hostnames"] = [*hosts]
    return {
        "apiVersion": f"{_GROUP}/v1",
        "kind": kind,
        "metadata": _metadata(name, options.namespace),
        "spec": spec,
    }


def _match(condition: Condition) -> Object:
    match = condition.match
    made: Object = {"path": {"type": "Exact" if match.exact else "PathPrefix", "value": match.path}}
    if match.method is not None:
        made["method"] = match.method
    if condition.media_type is not None:
        made["headers"] = [{"name": "content-type", "value": condition.media_type}]
    return made


def _filters() -> list[Object]:
    return [
        {
            "type": "RequestHeaderModifier",
            "requestHeaderModifier": {"remove": [*CERTIFICATE_HEADERS]},
        },
    ]


def _service(
    name: str, place: Place, ports: Sequence[Mapping[str, Any]], options: Options
) -> Object:
    labels = {_APP: place.app}
    return {
        "apiVersion": "v1",
        "kind": "Service",
        "metadata": {**_metadata(name, options.namespace), "labels": labels},
        "spec": {"selector": {**labels}, "ports": [*ports]},
    }


def _port(name: str, port: int, protocol: str) -> Object:
    return {"name": name, "port": port, "targetPort": port, "appProtocol": protocol}


def _metadata(name: str, namespace: str) -> Object:
    return {"name": name, "namespace": namespace} if namespace else {"name": name}
