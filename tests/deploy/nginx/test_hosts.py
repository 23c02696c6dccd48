"""Two contracts behind one port: the host that callers ask for says which is meant."""

import ssl
from contextlib import ExitStack
from pathlib import Path

from generator.deploy.running import free_address, started
from tests.deploy.caller import asked
from tests.deploy.nginx.folder import NGINX, needs_nginx, written
from tests.deploy.recorder import recorder

pytestmark = needs_nginx
OPEN = """
operations:
  Read:
    {safe: true, input: {id: string}, output: string, rest: "GET /open/{id}", cache: {max_age: 60s}}
"""


def test_each_contract_answers_at_its_host_and_nobody_at_another(tmp_path: Path) -> None:
    address = free_address()
    with ExitStack() as stack:
        products, people = (stack.enter_context(recorder()) for _ in range(2))
        contracts = [Path("contracts/products.yaml"), Path("contracts/people.yaml")]
        given = {
            "listen": [address],
            "server": [f"products={products.address}", f"people={people.address}"],
            "host": ["people=api.directory.example"],
        }
        folder = written(tmp_path, contracts, given)
        stack.enter_context(started(NGINX, folder, address))
        context = ssl.create_default_context(cafile=folder / "tls" / "certificate.pem")

        def status(host: str, request: str) -> int:
            return asked(address, context, request, {"Host": host}, None).status

        assert status("products.localhost", "GET /products") == 200
        assert status("api.directory.example", "GET /people") == 200
        assert status("products.localhost", "GET /people") == 404
        assert status("people.localhost", "GET /people") == 404
        assert (products.seen, people.seen) == (["GET /products"], ["GET /people"])


def test_an_answer_is_kept_for_the_host_that_was_asked_whatever_host_says(tmp_path: Path) -> None:
    address = free_address()
    for name in ("books", "films"):
        contract = f"contract: shop.{name}.v1\ntitle: Shop\nversion: 1.0.0\n{OPEN}"
        (tmp_path / f"{name}.yaml").write_text(contract)
    with ExitStack() as stack:
        books, films = (stack.enter_context(recorder()) for _ in range(2))
        contracts = [tmp_path / "books.yaml", tmp_path / "films.yaml"]
        servers = [f"books={books.address}", f"films={films.address}"]
        folder = written(tmp_path, contracts, {"listen": [address], "server": servers})
        stack.enter_context(started(NGINX, folder, address))
        context = ssl.create_default_context(cafile=folder / "tls" / "certificate.pem")
        sent = {"Host": "films.localhost"}
        asked(address, context, "GET https://books.localhost/open/1", sent, None)
        assert books.headers["host"] == "books.localhost"
        asked(address, context, "GET /open/1", sent, None)
        assert (books.seen, films.seen) == (["GET /open/1"], ["GET /open/1"])
