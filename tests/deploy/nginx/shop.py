"""nginx in front of two servers, and of a third one that is not there."""

import json
import ssl
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from generator.deploy.running import free_address, started
from tests.deploy.caller import Answer, Caller, asked, caller
from tests.deploy.nginx.folder import NGINX, written
from tests.deploy.nobody import nobody
from tests.deploy.recorder import Recorder, recorder

CONTRACT = """
contract: shop.products.v1
title: Products
version: 1.0.0
auth:
  key: {scheme: api_key, query: api_key}
  partner: {scheme: mutual_tls}
defaults: {auth: [key, partner]}
types:
  Product:
    fields:
      id: {type: string, read_only: true}
      name: string
resources:
  Product: {key: id}
operations:
  GetProduct: {get: Product, auth: none, retry: {attempts: 3}}
  ListProducts: {list: Product, auth: none, cache: {max_age: 60s}}
  CountProducts: {output: int32, safe: true, auth: none, cache: {max_age: 60s}, retry: 2}
  AddProduct: {create: Product}
  ReplaceProduct: {replace: Product}
  DeleteProduct: {delete: Product, retry: {attempts: 3}}
  Sell: {call: Product, input: {count: int32}, idempotent: true, output: string}
  Wait: {call: Product, output: string, timeout: 5s}
  Finish: {input: {id: string}, idempotent: true, output: string, rest: "POST /dies/all"}
  Begin: {input: {id: string}, output: string, rest: "POST /dies/{id}"}
  Move:
    {input: {a: string, b: string}, idempotent: true, output: string, rest: "POST /dies/{a}/{b}"}
  Pay: {input: {x: string}, output: string, rest: "POST /dies/{x}/pay"}
  Send: {input: {type: stream<bytes>, media_type: image/png}, idempotent: true, rest: PUT /file}
  Talk: {input: stream<string>, output: stream<string>, rest: GET /talk}
"""


@dataclass(frozen=True, kw_only=True)
class Shop:
    """All that runs."""

    folder: Path
    address: str
    caller: Caller
    servers: tuple[Recorder, Recorder]
    given: Mapping[str, Sequence[str]]

    def call(
        self,
        request: str,
        headers: Mapping[str, str] | None = None,
        body: bytes | None = None,
        *,
        known: bool = False,
    ) -> Answer:
        """One request; known: its caller shows a certificate."""
        context = ssl.create_default_context(cafile=self.folder / "tls" / "certificate.pem")
        if known:
            context.load_cert_chain(self.caller.certificate, self.caller.key)
        return asked(self.address, context, request, headers or {}, body)

    def arrived(self, request: str, headers: Mapping[str, str], *, known: bool = False) -> Recorder:
        """The server that a request came to; what it was sent is in ``headers``."""
        for server in self.servers:
            server.headers = {}
        assert self.call(request, headers, known=known).status == 200
        return next(server for server in self.servers if server.headers)

    def seen(self) -> list[str]:
        """What has come to both servers since this was asked the last time."""
        found = [line for server in self.servers for line in server.seen]
        for server in self.servers:
            server.seen.clear()
        return found

    def log(self) -> list[dict[str, object]]:
        """The lines of nginx's access log."""
        text = (self.folder / "run" / "access.log").read_text()
        return [json.loads(line) for line in text.splitlines()]


@contextmanager
def shop(folder: Path) -> Iterator[Shop]:
    """All of it, for as long as the block runs."""
    (folder / "products.yaml").write_text(CONTRACT)
    known = caller(folder)
    address = free_address()
    with ExitStack() as stack:
        servers = (stack.enter_context(recorder()), stack.enter_context(recorder()))
        given = {
            "listen": [address],
            "server": [servers[0].address, nobody(), servers[1].address],
            "grpc-server": [nobody(), nobody()],
            "client-ca": [str(known.certificate)],
            "workers": ["1"],
        }
        front = written(folder, [folder / "products.yaml"], given)
        stack.enter_context(started(NGINX, front, address))
        yield Shop(folder=front, address=address, caller=known, servers=servers, given=given)
