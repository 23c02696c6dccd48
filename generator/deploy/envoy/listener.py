"""Turns contracts into the one listener of Envoy: TLS, what it looks at, routes of all hosts."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from generator.deploy.envoy import client_certificate, limits
from generator.deploy.envoy.caching import ORIGIN, Caching
from generator.deploy.envoy.routes import NAMESPACE, Routes
from generator.deploy.envoy.tokens import Tokens
from generator.deploy.envoy.typed import (
    Plain,
    at,
    extension,
    http_filter,
    seconds,
)
from generator.deploy.envoy.web import Web
from generator.deploy.front import Front, Service, Way
from generator.deploy.tls import CERTIFICATE_HEADERS
from generator.styles.route import Transport

_MANAGER = "envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager"
_TLS = "envoy.extensions.transport_sockets.tls.v3.DownstreamTlsContext"
_HEADERS = 10.0  # seconds for the head of a request
_QUIET = 300.0  # seconds in which nothing moves in a call, where the contract says nothing of time
_IDLE = 300.0  # seconds that a connection stays open between calls
_BUFFER = 64 * 1024  # bytes of a connection that wait in Envoy when one side is slower


@dataclass(frozen=True, kw_only=True)
class Listener:
    """What listens, where, and who is behind it.

    client_ca: a file, or "" where callers are not asked for certificates.
    """

    front: Front
    hosts: Mapping[str, Sequence[str]]
    address: str
    certificate: str
    key: str
    client_ca: str
    caching: Caching
    tokens: Tokens

    def made(self) -> Plain:
        """As it stands in the configuration."""
        routes = Routes(
            goes=lambda way: ORIGIN if self.caching.keeps(way) else None,
            also=self._web.media_types,
            filters=self._of,
        )
        hosts = [routes.host(one, self.hosts[one.name]) for one in self.front.services]
        filters = [*self._web.filters(), *self.caching.filters()]
        return self.outside("contracts", self.address, hosts, behind=filters)

    def outside(
        self,
        name: str,
        address: str,
        hosts: Sequence[Plain],
        *,
        ahead: Iterable[Plain] = (),
        behind: Iterable[Plain] = (),
    ) -> Plain:
        """One that anybody may call; ahead, behind: filters around what counts calls of gRPC."""
        filters = [*self._checks(), *ahead, *_grpc_statistics(self.front.services), *behind]
        manager = _manager(
            name,
            hosts,
            use_remote_address=True,
            early_header_mutation_extensions=[_taken_away()],
            request_headers_timeout=seconds(_HEADERS),
            common_http_protocol_options={"idle_timeout": seconds(_IDLE)},
            access_log=[_access_log(self.front.ways)],
            **self.tokens.replies(),
            http_filters=[*filters, _router()],
        )
        return {
            "name": name,
            "address": at(address),
            "per_connection_buffer_limit_bytes": _BUFFER,
            "filter_chains": [{"transport_socket": self._tls(), "filters": [manager]}],
        }

    def checked(self, way: Way) -> Plain:
        """What all listeners look at on a way."""
        return {**limits.of(way), **self.tokens.of(way)}

    @cached_property
    def _web(self) -> Web:
        return Web(front=self.front)

    def _tls(self) -> Plain:
        asked = {"validation_context": {"trusted_ca": {"filename": self.client_ca}}}
        return extension(
            "envoy.transport_sockets.tls",
            _TLS,
            # Who has none may show something else, or need nothing.
            require_client_certificate=False,
            common_tls_context={
                "alpn_protocols": ["h2", "http/1.1"],
                "tls_params": {"tls_minimum_protocol_version": "TLSv1_2"},
                "tls_certificates": [
                    {
                        "certificate_chain": {"filename": self.certificate},
                        "private_key": {"filename": self.key},
                    }
                ],
                **(asked if self.client_ca else {}),
            },
        )

    def _checks(self) -> Iterator[Plain]:
        yield from limits.filters(self.front)
        yield from client_certificate.filters(self.client_ca)
        yield from self.tokens.filters()

    def _of(self, way: Way) -> Plain:
        return {**self.checked(way), **self._web.of(way), **self.caching.of(way)}


def origin(caching: Caching, hosts: Mapping[str, Sequence[str]]) -> Iterator[Plain]:
    """The listener behind the cache, which nobody else reaches; none without one."""
    if caching.is_on:
        routes = Routes(suffix=f"_{ORIGIN}", takes=caching.keeps, others=False)
        made = [routes.host(one, hosts[one.name]) for one in caching.services()]
        manager = _manager(
            ORIGIN,
            made,
            forward_client_cert_details="ALWAYS_FORWARD_ONLY",
            http_filters=[*caching.filters_behind(), _router()],
        )
        yield {"name": ORIGIN, "internal_listener": {}, "filter_chains": [{"filters": [manager]}]}


def _manager(name: str, hosts: Sequence[Plain], **more: Any) -> Plain:
    """Paths are what was sent: ``%2F`` in an id is no slash, and ``//`` is not ``/``."""
    return extension(
        "envoy.filters.network.http_connection_manager",
        _MANAGER,
        stat_prefix=name,
        normalize_path=False,
        merge_slashes=False,
        path_with_escaped_slashes_action="KEEP_UNCHANGED",
        stream_idle_timeout=seconds(_QUIET),
        internal_address_config={"unix_sockets": False},
        server_header_transformation="PASS_THROUGH",
        route_config={
            "name": name,
            "ignore_port_in_host_matching": True,
            "virtual_hosts": [*hosts],
        },
        **more,
    )


def _router() -> Plain:
    return http_filter("router", "v3.Router", suppress_envoy_headers=True)


def _taken_away() -> Plain:
    return extension(
        "envoy.http.early_header_mutation.header_mutation",
        "envoy.extensions.http.early_header_mutation.header_mutation.v3.HeaderMutation",
        mutations=[
            *({"remove": name} for name in map(str.lower, CERTIFICATE_HEADERS)),
            # Nobody outside tells Envoy when to retry, or how long to wait.
            {"remove_on_match": {"key_matcher": {"prefix": "x-envoy-"}}},
        ],
    )


def _access_log(ways: Iterable[Way]) -> Plain:
    """A line of JSON a call: nothing of the query, and no header that holds credentials.

    Nor the path, where one may hold a sensitive input.
    """
    path = {} if any(way.is_secret for way in ways) else {"path": "%PATH(NQ)%"}
    fields = {
        "time": "%START_TIME%",
        "operation": "%ROUTE_NAME%",
        "style": f"%METADATA(ROUTE:{NAMESPACE}:style)%",
        "method": "%REQ(:METHOD)%",
        **path,
        "host": "%REQ(:AUTHORITY)%",
        "protocol": "%PROTOCOL%",
        "status": "%RESPONSE_CODE%",
        "grpc_status": "%GRPC_STATUS_NUMBER%",
        "flags": "%RESPONSE_FLAGS%",
        "details": "%RESPONSE_CODE_DETAILS%",
        "milliseconds": "%DURATION%",
        "bytes_received": "%BYTES_RECEIVED%",
        "bytes_sent": "%BYTES_SENT%",
        "server": "%UPSTREAM_HOST%",
        "attempts": "%UPSTREAM_REQUEST_ATTEMPT_COUNT%",
        "cache": "%RESP(CACHE-STATUS)%",
        "caller": "%DOWNSTREAM_REMOTE_ADDRESS_WITHOUT_PORT%",
        "request_id": "%REQ(X-REQUEST-ID)%",
        "traceparent": "%REQ(TRACEPARENT)%",
    }
    return extension(
        "envoy.access_loggers.stdout",
        "envoy.extensions.access_loggers.stream.v3.StdoutAccessLog",
        log_format={"json_format": fields},
    )


def _grpc_statistics(services: Iterable[Service]) -> Iterator[Plain]:
    """Counts calls of gRPC by method and status, of the methods that there are."""
    methods: dict[str, list[str]] = {}
    for service in services:
        for way in service.ways:
            if way.route.transport is Transport.GRPC:
                name, _, method = way.path.text.strip("/").partition("/")
                methods.setdefault(name, []).append(method)
    if methods:
        known = [{"name": name, "method_names": names} for name, names in methods.items()]
        yield http_filter(
            "grpc_stats",
            "v3.FilterConfig",
            individual_method_stats_allowlist={"services": known},
            replace_dots_in_grpc_service_name=True,
        )
