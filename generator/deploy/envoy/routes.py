"""Turns the ways in to one contract into the routes of a virtual host, first match first."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from generator.deploy.envoy.typed import Plain, extension, seconds
from generator.deploy.front import Backend, Service, Way
from generator.deploy.path import Path
from generator.styles.route import Transport

# What no server has accepted, or has not begun to read: any call may be sent to another one.
_REFUSED = ("connect-failure", "refused-stream", "reset-before-request")
_LOST = "reset"  # a server has had it, and ended without an answer
_STREAM_QUIET = 3600.0  # seconds in which nothing moves in a stream
_COPY = 1024 * 1024  # bytes of a body that are kept for a second server
_STREAM_COPY = 64 * 1024
NAMESPACE = "gen"
# Servers end a call without it, which would count as their failure; Envoy passes trailers on.
_TRAILERS = {
    "header": {"key": "te", "value": "trailers"},
    "append_action": "OVERWRITE_IF_EXISTS_OR_ADD",
}

_ANOTHER = extension(
    "envoy.retry_host_predicates.previous_hosts",
    "envoy.extensions.retry.host.previous_hosts.v3.PreviousHostsPredicate",
)


@dataclass(frozen=True, kw_only=True)
class Routes:
    """The routes of contracts, in one listener.

    suffix: of the names of hosts, which are those of statistics; takes: the ways that there are;
    goes: the cluster of a way, if it is not that of its servers; also: more media types of its
    requests; filters: what they do on a way; others: whether other requests to known paths are
    taken, too.
    """

    suffix: str = ""
    takes: Callable[[Way], bool] = lambda _way: True
    goes: Callable[[Way], str | None] = lambda _way: None
    also: Callable[[Way], tuple[str, ...]] = lambda _way: ()
    filters: Callable[[Way], Plain] = lambda _way: {}
    others: bool = True

    def host(self, service: Service, names: Sequence[str]) -> Plain:
        """The virtual host of a contract; names: what callers ask for, none for any."""
        return {
            "name": f"{service.name}{self.suffix}",
            "domains": [*(names or ("*",))],
            "retry_policy": _retries(*_REFUSED),
            "request_body_buffer_limit": _COPY,
            "routes": [*self._routes(service)],
        }

    def _routes(self, service: Service) -> Iterator[Plain]:
        """All routes; what else comes to a known path (OPTIONS, …) is the server's to answer."""
        package = service.api.package
        behind = service.backend(Transport.HTTP)
        if self.others and behind is not None and service.metadata is not None:
            match = {"path_separated_prefix": service.metadata}
            yield _others(package, match, service.metadata, behind)
        ways = sorted(filter(self.takes, service.ways), key=_order)
        for _, group in groupby(ways, key=lambda way: way.path.shape):
            found = [*group]
            for way in found:
                yield self._route(service, way)
            last = found[-1]  # the one that looks at no media type, if there is one
            if self.others and not last.route.media_types:
                yield _others(package, _path(last.path), last.path.text, service.behind(last))

    def _route(self, service: Service, way: Way) -> Plain:
        cluster = self.goes(way) or service.behind(way).name
        made: Plain = {
            "name": way.name,
            "match": {**_path(way.path), "headers": [_methods(way), *self._media_types(way)]},
            "metadata": {"filter_metadata": {NAMESPACE: {"style": way.style.title}}},
            "stat_prefix": stat_prefix(way),
            "route": {"cluster": cluster, **_times(way)},
        }
        if way.streams:
            made["request_body_buffer_limit"] = _STREAM_COPY
        if way.resends:
            made["route"]["retry_policy"] = _retries(*_REFUSED, _LOST)
        if way.route.transport is Transport.GRPC:
            made["request_headers_to_add"] = [_TRAILERS]
        if way.route.upgrades:
            made["route"]["upgrade_configs"] = [{"upgrade_type": "websocket"}]
        filters = self.filters(way)
        if filters:
            made["typed_per_filter_config"] = filters
        return made

    def _media_types(self, way: Way) -> Iterator[Plain]:
        if way.route.media_types:
            known = "|".join(map(re.escape, (*way.route.media_types, *self.also(way))))
            regex = rf"(?i)(?:{known})(?:\+[^;]*)?\s*(?:;.*)?"
            yield {"name": "content-type", "string_match": {"safe_regex": {"regex": regex}}}


def _order(way: Way) -> tuple[object, ...]:
    """As the ways of a backend are sorted; those that look at the media type go first."""
    return (way.path.specificity, not way.route.media_types, way.path.text)


def stat_prefix(way: Way) -> str:
    """What a way's statistics are called, in one part of a dotted name."""
    short = way.name.removeprefix(f"{way.api.package}.")
    return short if way.operation is None else f"{short}_{way.style.title}"


def _others(package: str, match: Plain, path: str, behind: Backend) -> Plain:
    """All that is not a call."""
    return {
        "name": f"{package}: other requests to {path}",
        "match": match,
        "stat_prefix": "other",
        "route": {"cluster": behind.name, "timeout": seconds(0)},
    }


def _path(path: Path) -> Plain:
    return {"path": path.text} if path.is_fixed else {"safe_regex": {"regex": path.regex}}


def _methods(way: Way) -> Plain:
    methods = [*way.route.methods, *(["HEAD"] if "GET" in way.route.methods else [])]
    if len(methods) == 1:
        return {"name": ":method", "string_match": {"exact": methods[0]}}
    return {"name": ":method", "string_match": {"safe_regex": {"regex": "|".join(methods)}}}


def _times(way: Way) -> Plain:
    """How long a call may take; of gRPC callers say so, and its own status tells them."""
    quiet = {"idle_timeout": seconds(_STREAM_QUIET)} if way.streams else {}
    most = None if way.cutoff is None else seconds(way.cutoff)
    match way.route.transport:
        case Transport.GRPC:
            longest = {} if most is None else {"max_stream_duration": most}
            return {
                "timeout": seconds(0),
                **quiet,
                "max_stream_duration": {**longest, "grpc_timeout_header_max": seconds(0)},
            }
        case Transport.HTTP:
            return {"timeout": most or seconds(0), **quiet}


def anchors() -> Mapping[str, Plain]:
    """What many routes have, by a name for it: once for all of them."""
    return {"retry_refused": _retries(*_REFUSED), "retry_lost": _retries(*_REFUSED, _LOST)}


def _retries(*reasons: str) -> Plain:
    return {
        "retry_on": ",".join(reasons),
        "num_retries": 1,
        "retry_host_predicate": [_ANOTHER],
        "host_selection_retry_max_attempts": 5,
        "retry_back_off": {"base_interval": seconds(0.01), "max_interval": seconds(0.05)},
    }
