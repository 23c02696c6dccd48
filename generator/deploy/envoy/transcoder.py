"""Turns contracts into a second listener, where Envoy itself makes gRPC of REST.

It is there to be compared with our own REST, which servers speak.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from generator.deploy.envoy import problems as p
from generator.deploy.envoy.listener import Listener
from generator.deploy.envoy.routes import Routes
from generator.deploy.envoy.typed import Plain, disabled, http_filter, override
from generator.diagnostics import Problems
from generator.formats.output_tree import File
from generator.styles.route import Transport

if TYPE_CHECKING:
    from generator.deploy.envoy.annotations import Annotated

NAME = "transcoder"  # of the listener, and of the folder with the descriptors
_FILTER, _CONFIG = "grpc_json_transcoder", "v3.GrpcJsonTranscoder"


@dataclass(frozen=True, kw_only=True)
class Transcoder:
    """What is transcoded; nothing without an address.

    listener: the one with all styles, which has the same checks.
    """

    listener: Listener
    address: str

    def tell(self, problems: Problems) -> None:
        """What a transcoder does not have of the contracts, or has otherwise."""
        if self.address:
            found = {one.service.name for one in self._annotated}
            for service in self.listener.front.services:
                if service.name not in found:
                    problems.add(p.transcodes_nothing(service.api.package))
            for one in self._annotated:
                one.tell(problems)

    def files(self) -> Iterator[File]:
        """The annotated descriptors."""
        for one in self._annotated:
            yield File(path=_path(one), content=one.descriptor())

    def made(self) -> Iterator[Plain]:
        """The listener, if there is anything for it."""
        if self._annotated:
            listener = self.listener
            hosts = [self._host(one) for one in self._annotated]
            first = http_filter(_FILTER, _CONFIG, **_options(self._annotated[0]))
            # Each host has its own descriptor; a filter has to have one in any case.
            yield listener.outside(NAME, self.address, hosts, ahead=[disabled(first)])

    def _host(self, one: "Annotated") -> Plain:
        service = one.service
        backend = service.backend(Transport.GRPC)
        assert backend is not None
        ways = {id(way) for found in one.ways.values() for way in found}
        routes = Routes(
            suffix=f"_{NAME}",
            takes=lambda way: id(way) in ways,
            goes=lambda _way: backend.name,
            filters=self.listener.checked,
            others=False,
        )
        host = routes.host(service, self.listener.hosts[service.name])
        return {**host, "typed_per_filter_config": override(_FILTER, _CONFIG, **_options(one))}

    @cached_property
    def _annotated(self) -> "tuple[Annotated, ...]":
        if not self.address:
            return ()
        from generator.deploy.envoy.annotations import annotated  # 20 ms, and a package of extras

        found = map(annotated, self.listener.front.services)
        return tuple(one for one in found if one is not None and one.ways)


def _path(one: "Annotated") -> str:
    return f"{NAME}/{one.service.name}.binpb"


def _options(one: "Annotated") -> Plain:
    """As near to our own REST as the filter comes."""
    return {
        "proto_descriptor": _path(one),
        "services": [one.file.service_name],
        # The contract's names, what is empty or 0 is there, and items of a stream have lines.
        "print_options": {
            "always_print_primitive_fields": True,
            "stream_newline_delimited": True,
        },
        "match_incoming_request_route": True,
        "convert_grpc_status": True,
        # What has no annotation is refused, and never sent to a server as it is.
        "request_validation_options": {
            "reject_unknown_method": True,
            "reject_unknown_query_parameters": True,
            "reject_binding_body_field_collisions": True,
        },
        # %2F in an id is a character of the id, and + in a query is a space.
        "url_unescape_spec": "ALL_CHARACTERS",
        "query_param_unescape_plus": True,
    }
