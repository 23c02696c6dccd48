"""Where the requests of a contract go through a definition, by the rules of API Gateway's routing.

A literal segment goes before a variable, a variable before a greedy one; a method before ANY:
https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-routes.html
"""

import re
from concurrent.futures import ThreadPoolExecutor
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest

from generated._support import ServiceError
from generated.products.rest.client import Client
from generator.styles.route import Transport
from tests.deploy.aws.api_gateway.definitions import of_contract
from tests.deploy.fronts import CONTRACTS, bound, front_of

_ANY = "x-amazon-apigateway-any-method"


@pytest.mark.parametrize("kind", ["rest", "http"])
@pytest.mark.parametrize("contract", CONTRACTS, ids=lambda path: path.stem)
def test_every_request_of_a_contract_arrives_at_its_own_path(contract: Path, kind: str) -> None:
    document = of_contract(contract, type=kind)[f"{kind}.openapi.yaml"]
    (service,) = front_of(bound([contract])).services
    seen = 0
    for way in service.ways:
        if way.route.transport is Transport.GRPC or way.route.upgrades:
            continue
        sent = re.sub(r"\{[^}]*\}", "7", way.path.text)
        for method in (*way.route.methods, "OPTIONS"):
            assert _passed_on(document, method, sent) == sent
            seen += 1
    assert seen


def test_what_a_contract_does_not_have_goes_nowhere() -> None:
    document = of_contract(Path("contracts/products.yaml"))["rest.openapi.yaml"]
    for path in ("/", "/healthz", "/products/1/2", "/shop.products.v1.ProductsService/Drop"):
        assert _passed_on(document, "GET", path) is None


def _passed_on(document: dict[str, Any], method: str, path: str) -> str | None:
    """The path that the server is asked for."""
    matches = [(known, found) for known in document["paths"] if (found := _match(known, path))]
    if not matches:
        return None
    known, values = min(matches, key=lambda match: _rank(match[0]))
    item = document["paths"][known]
    operation = item.get(method.lower()) or item[_ANY]
    integration = operation["x-amazon-apigateway-integration"]
    assert integration["httpMethod"] in {method, "ANY"}
    asked = integration["uri"].removeprefix("https://${stageVariables.backend}")
    mapped = integration.get("requestParameters")
    for name in re.findall(r"\{([^}]*)\}", asked):
        if mapped is not None:
            source = mapped[f"integration.request.path.{name}"]
            assert source == f"method.request.path.{name}"
        asked = asked.replace(f"{{{name}}}", values[name])
    return str(asked)


def _match(known: str, path: str) -> dict[str, str] | None:
    pattern = re.sub(r"\\\{([A-Za-z_]+)\\\+\\\}", r"(?P<\1>.+)", re.escape(known))
    pattern = re.sub(r"\\\{([A-Za-z_]+)\\\}", r"(?P<\1>[^/]+)", pattern)
    found = re.fullmatch(pattern, path)
    return None if found is None else {"": "", **found.groupdict()}


def _rank(known: str) -> list[int]:
    return [2 if "+" in s else 1 if "{" in s else 0 for s in known.split("/")]


def test_generated_clients_understand_the_errors_of_the_gateway() -> None:
    document = of_contract(Path("contracts/products.yaml"))["rest.openapi.yaml"]
    responses = document["x-amazon-apigateway-gateway-responses"]
    assert _told(responses["INTEGRATION_FAILURE"]) == ("unavailable", "The gateway says so.")
    assert _told(responses["INTEGRATION_TIMEOUT"]) == ("deadline_exceeded", "The gateway says so.")
    assert _told(responses["THROTTLED"]) == ("resource_exhausted", "The gateway says so.")
    assert _told(responses["MISSING_AUTHENTICATION_TOKEN"])[0] == "unimplemented"


def _told(response: dict[str, Any]) -> tuple[str, str]:
    """The code and the message of a call that the gateway answers itself."""
    (template,) = response["responseTemplates"].values()
    body = template.replace("$context.error.messageString", '"The gateway says so."').encode()
    headers = response.get("responseParameters", {})
    kind = headers.get("gatewayresponse.header.Content-Type", "'application/json'").strip("'")

    class Gateway(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(response["statusCode"])
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

    server = HTTPServer(("127.0.0.1", 0), Gateway)
    with server, ThreadPoolExecutor(1) as pool:
        running = pool.submit(server.serve_forever)
        try:
            with (
                Client(f"http://127.0.0.1:{server.server_port}") as client,
                pytest.raises(ServiceError) as failed,
            ):
                client.get_product(product_id="7")
        finally:
            server.shutdown()
            running.result()
    return failed.value.code.value, failed.value.message
