"""Turns contracts and parameters into Envoy's whole configuration, and the files that it names."""

from collections.abc import Iterator

from generator.deploy import tls
from generator.deploy.address import is_loopback, split
from generator.deploy.envoy import parameters as p
from generator.deploy.envoy import problems as told
from generator.deploy.envoy.caching import Caching
from generator.deploy.envoy.clusters import cluster
from generator.deploy.envoy.listener import Listener, origin
from generator.deploy.envoy.routes import anchors
from generator.deploy.envoy.tokens import Tokens
from generator.deploy.envoy.transcoder import Transcoder
from generator.deploy.envoy.typed import Plain, at, extension, typed
from generator.deploy.front import Front
from generator.deploy.parameter import Values
from generator.deploy.servers import places
from generator.diagnostics import Problems
from generator.formats.output_tree import File
from generator.formats.yaml.write import write_yaml

CONFIG = "envoy.yaml"
_CONNECTIONS = 50_000  # more than that at once are refused: a guard of memory


def files(front: Front, values: Values, problems: Problems) -> Iterator[File]:
    """The configuration, and what it names, for contracts and parameters."""
    found = places(front, values)
    tokens = Tokens(
        front=front,
        files=p.files(values),
        on=values.flag(p.TOKENS.name),
        roots=values.text(p.ROOTS.name),
    )
    caching = Caching(front=front, megabytes=values.number(p.CACHE.name))
    listener = Listener(
        front=front,
        hosts=found.hosts,
        address=values.text(tls.LISTEN.name),
        certificate=values.text(tls.CERTIFICATE.name),
        key=values.text(tls.KEY.name),
        client_ca=values.text(tls.CLIENT_CA.name),
        caching=caching,
        tokens=tokens,
    )
    transcoder = Transcoder(listener=listener, address=values.text(p.TRANSCODER.name))
    if not values.text(tls.CLIENT_CA.name):
        _tell_of_certificates(front, problems)
    for value in values.texts(p.JWKS.name):
        if not tokens.is_for(value):
            problems.add(told.no_such_token(value, tokens.names))
    if caching.is_on and not is_loopback(split(listener.address)[0]):
        problems.add(told.unfinished_cache(listener.address))
    transcoder.tell(problems)
    servers = [
        cluster(backend, found.addresses[backend.name], health=values.flag(p.HEALTH.name))
        for backend in front.backends
    ]
    config = {
        **dict(_admin(values)),
        **dict(_internal(caching)),
        "static_resources": {
            "listeners": [listener.made(), *transcoder.made(), *origin(caching, found.hosts)],
            "clusters": [*servers, *caching.cluster(), *tokens.clusters()],
        },
        "overload_manager": _overload(),
    }
    yield File(path=CONFIG, content=write_yaml(config, anchors()))
    yield from caching.files()
    yield from transcoder.files()


def _tell_of_certificates(front: Front, problems: Problems) -> None:
    for service in front.services:
        for scheme in service.mutual_tls.values():
            problems.add(told.no_certificates(scheme.span, scheme.name))


def _admin(values: Values) -> Iterator[tuple[str, Plain]]:
    address = values.text(p.ADMIN.name)
    if address:
        yield "admin", {"address": at(address)}


def _internal(caching: Caching) -> Iterator[tuple[str, list[Plain]]]:
    if caching.is_on:
        message = "envoy.extensions.bootstrap.internal_listener.v3.InternalListener"
        yield "bootstrap_extensions", [extension("envoy.bootstrap.internal_listener", message)]


def _overload() -> Plain:
    monitor = "envoy.resource_monitors.global_downstream_max_connections"
    message = (
        "envoy.extensions.resource_monitors.downstream_connections.v3.DownstreamConnectionsConfig"
    )
    limit = typed(message, max_active_downstream_connections=_CONNECTIONS)
    return {"resource_monitors": [{"name": monitor, "typed_config": limit}]}
