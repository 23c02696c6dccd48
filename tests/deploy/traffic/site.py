"""A proxy of a target in front of two servers, and the callers that reach them through it."""

import contextlib
import importlib
import ssl
import urllib.parse
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import grpc
import httpx

from generator.deploy import registry
from generator.deploy.callers import target, trust, trusting
from generator.deploy.front import Way
from generator.deploy.parameter import tried
from generator.deploy.running import Proxy, free_address, started
from generator.deploy.servers import option
from generator.deploy.target import Runs
from generator.deploy.tls import LISTEN
from generator.styles import registry as styles
from generator.styles.route import Transport
from tests.auth.callers import RIGHT
from tests.deploy.fronts import bound, front_of, written
from tests.deploy.traffic.behind import Pair

ROOT = Path(__file__).parents[3]
CONTRACTS = {path.stem: path for path in sorted((ROOT / "contracts").glob("*.yaml"))}
# Those that can be run on a machine at all; whether they can on this one, they say themselves.
TARGETS = registry.proxies()


def runs(name: str) -> Runs:
    """A target that can be run."""
    found = registry.target(name)
    assert isinstance(found, Runs)
    return found


@dataclass(frozen=True, kw_only=True)
class Front:
    """A proxy in front of servers of one contract; package: of the code generated from it."""

    target: str
    package: str
    proxy: Proxy
    ways: tuple[Way, ...]

    @property
    def trust(self) -> ssl.SSLContext:
        """What trusts the proxy's certificate."""
        return trust(self.proxy.certificate)

    @property
    def channel_credentials(self) -> grpc.ChannelCredentials:
        """The same for a channel."""
        return grpc.ssl_channel_credentials(self.proxy.certificate.read_bytes())

    def options(self, style: str) -> dict[str, Any]:
        """What a style's client needs to trust the proxy."""
        return trusting(styles.style(style), self.proxy.certificate)

    def address(self, style: str) -> str:
        """The target of a style's clients."""
        return target(styles.style(style), self.proxy.address, encrypted=True)

    @contextlib.contextmanager
    def client(self, style: str, *, target: str = "", **options: Any) -> Iterator[Any]:
        """A sync client that calls through the proxy, at another target if it is told one."""
        module = importlib.import_module(f"{self.package}.{style}.client")
        given = {"credentials": credentials(self.package), **self.options(style), **options}
        client = module.Client(target or self.address(style), **given)
        try:
            yield client
        finally:
            client.close()

    @contextlib.asynccontextmanager
    async def async_client(self, style: str, **options: Any) -> AsyncIterator[Any]:
        """An async client that calls through the proxy."""
        module = importlib.import_module(f"{self.package}.{style}.client")
        given = {"credentials": credentials(self.package), **self.options(style), **options}
        async with module.AsyncClient(self.address(style), **given) as client:
            yield client

    def http(self, **options: Any) -> httpx.Client:
        """A foreign client of HTTP/1.1."""
        return httpx.Client(base_url=self.proxy.url, verify=self.trust, timeout=40, **options)


@dataclass(frozen=True, kw_only=True)
class Site(Front):
    """The same, in front of a pair that tells what came to it."""

    pair: Pair

    @contextlib.contextmanager
    def direct(self, style: str, **options: Any) -> Iterator[Any]:
        """A sync client that calls the first server itself."""
        module = importlib.import_module(f"{self.package}.{style}.client")
        given = {"credentials": credentials(self.package), **options}
        server = self.pair.servers[0]
        target = server.targets[style]
        if styles.style(style).hosting.kind == "asgi":
            target = "{0.scheme}://{0.netloc}".format(urllib.parse.urlsplit(target))
        client = module.Client(target, **given)
        try:
            yield client
        finally:
            client.close()


def credentials(package: str) -> dict[str, Any] | None:
    """What the servers of the tests know, for each scheme that a caller shows something for."""
    support = importlib.import_module(f"{package.rpartition('.')[0]}._support")
    operations = importlib.import_module(f"{package}.operations").OPERATIONS
    schemes = {
        need.scheme
        for operation in operations
        for alternative in operation.auth
        for need in alternative
    }
    found: dict[str, Any] = {}
    for scheme in schemes:
        match scheme.kind:
            case "mutual_tls":
                continue
            case "basic":
                found[scheme.name] = support.Basic(RIGHT, RIGHT)
            case "api_key":
                found[scheme.name] = support.ApiKey(RIGHT)
            case _:
                found[scheme.name] = support.Bearer(RIGHT)
    return found or None


@contextlib.contextmanager
def deployed(name: str, contract: Path, pair: Pair, folder: Path) -> Iterator[Site]:
    """Write a target's folder for the servers of a pair, and run it while the block runs."""
    at = {kind: pair.at(kind) for kind in ("http", "grpc")}
    with fronted(name, contract, pair.package, at, folder) as front:
        yield Site(
            target=name, package=front.package, proxy=front.proxy, ways=front.ways, pair=pair
        )


@contextlib.contextmanager
def fronted(
    name: str, contract: Path, package: str, at: Mapping[str, Sequence[str]], folder: Path
) -> Iterator[Front]:
    """The same for servers at these addresses, by the key of their backend."""
    proxied, address = runs(name), free_address()
    given: dict[str, Sequence[str]] = {**tried(proxied.parameters), LISTEN.name: [address]}
    given |= {option(Transport(key)).name: addresses for key, addresses in at.items()}
    place = written(name, folder, [contract], given)
    ways = front_of(bound([contract])).ways
    with started(proxied, place, address) as proxy:
        yield Front(target=name, package=package, proxy=proxy, ways=ways)
