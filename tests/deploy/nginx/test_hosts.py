"""Two contracts behind one port: the host that callers ask for says which is meant."""

import ssl
from contextlib import ExitStack
from pathlib import Path

from generator.deploy.running import free_address, started
from tests.deploy.caller import asked
from tests.deploy.nginx.folder import NGINX, needs_nginx, written
from tests.deploy.recorder import recorder

pytestmark = needs_nginx


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
