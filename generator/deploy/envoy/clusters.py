"""Turns servers into Envoy's clusters: how they are reached, chosen and checked."""

from collections.abc import Sequence
from typing import Any

from generator.deploy.address import is_ip, split
from generator.deploy.envoy.typed import Plain, at, extension, protocol, seconds
from generator.deploy.front import Backend
from generator.deploy.health import READY
from generator.styles.route import Transport

_CONNECT = 1.0  # seconds: who does not take a connection in that time is passed over
_INTERVAL = 1.0  # seconds between two health checks of a server
_PATIENCE = 5.0  # seconds for its answer: a busy server is not unhealthy; one that is gone refuses
# A connection is closed before the server does so, which would meet the call that takes it.
_IDLE = 30.0
_MANY = 16384  # connections and calls at once to one cluster: a guard of memory, not a limit


def cluster(backend: Backend, addresses: Sequence[str], *, health: bool) -> Plain:
    """The servers of one contract and transport; each call goes to the next one in turn."""
    made: Plain = {
        "name": backend.name,
        **_found_by(addresses),
        "connect_timeout": seconds(_CONNECT),
        "lb_policy": "ROUND_ROBIN",
        "load_assignment": {
            "cluster_name": backend.name,
            "endpoints": [{"lb_endpoints": [_endpoint(address) for address in addresses]}],
        },
        **_protocol(backend.transport),
        "upstream_connection_options": {
            "tcp_keepalive": {"keepalive_time": 15, "keepalive_interval": 5, "keepalive_probes": 3}
        },
        # If all are unhealthy, all are tried: a wrong check must not stop a service.
        "common_lb_config": {"healthy_panic_threshold": {"value": 1.0}},
        "outlier_detection": _outliers(),
        "circuit_breakers": {"thresholds": [_breaker()]},
    }
    if health:
        made["health_checks"] = [_check(backend)]
    return made


def _found_by(addresses: Sequence[str]) -> Plain:
    hosts = [split(address)[0] for address in addresses]
    return {"type": "STATIC" if all(map(is_ip, hosts)) else "STRICT_DNS"}


def _endpoint(address: str) -> Plain:
    return {"endpoint": {"address": at(address)}}


def _protocol(transport: Transport) -> Plain:
    match transport:
        case Transport.HTTP:
            return protocol("http_protocol_options", idle_timeout=seconds(_IDLE))
        case Transport.GRPC:
            return protocol("http2_protocol_options")


def _outliers() -> Plain:
    """Passes over a server that Envoy itself could not reach; what servers answer is theirs."""
    return {
        "split_external_local_origin_errors": True,
        "consecutive_local_origin_failure": 3,
        "enforcing_consecutive_local_origin_failure": 100,
        "enforcing_local_origin_success_rate": 0,
        "enforcing_consecutive_5xx": 0,
        "enforcing_consecutive_gateway_failure": 0,
        "enforcing_success_rate": 0,
        "interval": seconds(1),
        "base_ejection_time": seconds(2),
        "max_ejection_percent": 50,
    }


def _breaker() -> Plain:
    return {
        "max_connections": _MANY,
        "max_pending_requests": _MANY,
        "max_requests": _MANY,
        # While half of the servers are gone, half of the calls are tried again.
        "retry_budget": {"budget_percent": {"value": 100.0}, "min_retry_concurrency": 100},
    }


def _check(backend: Backend) -> Plain:
    made: dict[str, Any] = {
        "timeout": seconds(_PATIENCE),
        "interval": seconds(_INTERVAL),
        "no_traffic_interval": seconds(_INTERVAL),
        "unhealthy_threshold": 2,
        "healthy_threshold": 1,
    }
    match backend.transport:
        case Transport.GRPC:
            return made | {"grpc_health_check": {}}
        case Transport.HTTP:
            # A server that runs without --health answers 404, and is alive.
            ready = [{"start": 200, "end": 201}, {"start": 404, "end": 405}]
            return made | {"http_health_check": {"path": READY, "expected_statuses": ready}}


def keys(name: str, host: str, port: int, roots: str) -> Plain:
    """Where an issuer publishes its keys.

    roots: the file of those who may sign its certificate; "" where the URL says no TLS.
    """
    address = f"{host}:{port}"
    made: Plain = {
        "name": name,
        **_found_by([address]),
        "connect_timeout": seconds(5),
        "load_assignment": {
            "cluster_name": name,
            "endpoints": [{"lb_endpoints": [_endpoint(address)]}],
        },
    }
    if roots:
        made["transport_socket"] = extension(
            "envoy.transport_sockets.tls",
            "envoy.extensions.transport_sockets.tls.v3.UpstreamTlsContext",
            sni=host,
            common_tls_context={"validation_context": _verified(host, roots)},
        )
    return made


def _verified(host: str, roots: str) -> Plain:
    return {
        "trusted_ca": {"filename": roots},
        "match_typed_subject_alt_names": [{"san_type": "DNS", "matcher": {"exact": host}}],
    }
