"""What stands in a definition: one place for each request, and nothing that refuses one."""

import os
from pathlib import Path

import pytest

from generator.diagnostics import Severity
from tests.deploy.aws.api_gateway.definitions import of_contract, of_text, read, written
from tests.deploy.fronts import bound, bound_text, files_of

_INTEGRATION = "x-amazon-apigateway-integration"
_ANY = "x-amazon-apigateway-any-method"
_PRODUCT = """
types:
  Product:
    fields: {id: {type: string, read_only: true}, name: string}
resources:
  Product: {key: id}
"""


def test_verbs_behind_a_variable_are_the_method_on_it_with_the_path_passed_through(
    tmp_path: Path,
) -> None:
    text = f"""{_PRODUCT}
operations:
  GetProduct: {{get: Product}}
  WatchProduct: {{call: Product, safe: true, output: stream<string>}}
  RestockProduct: {{call: Product, input: {{count: int32}}}}
  SellProduct: {{call: Product, input: {{count: int32}}}}
"""
    paths = of_text(tmp_path, text)["rest.openapi.yaml"]["paths"]
    assert list(paths) == ["/products/{product_id}"]
    item = paths["/products/{product_id}"]
    assert list(item) == ["get", "post", _ANY]
    assert item["get"]["operationId"] == "getProduct"
    assert item["post"]["summary"] == "RestockProduct or SellProduct"
    for method in item.values():
        integration = method[_INTEGRATION]
        assert integration["uri"].endswith("/products/{product_id}")
        assert integration["requestParameters"] == {
            "integration.request.path.product_id": "method.request.path.product_id"
        }
        assert [one["name"] for one in method["parameters"]] == ["product_id"]


def test_a_place_has_one_variable_whatever_operations_call_it(tmp_path: Path) -> None:
    text = """
operations:
  Open: {input: {door: string}, output: string, rest: "POST /doors/{door}:open"}
  Paint: {input: {name: string}, output: string, rest: "PUT /doors/{name}/colour"}
"""
    paths = of_text(tmp_path, text)["rest.openapi.yaml"]["paths"]
    assert sorted(paths) == ["/doors/{door}", "/doors/{door}/colour"]


def test_a_call_of_a_collection_is_a_resource_of_its_own(tmp_path: Path) -> None:
    text = f"""{_PRODUCT}
operations:
  ImportProducts: {{call: Product, on: collection, output: string}}
"""
    assert list(of_text(tmp_path, text)["http.openapi.yaml"]["paths"]) == ["/products:import"]


def test_other_methods_of_a_path_are_the_servers_to_answer() -> None:
    for path, item in of_contract(Path("contracts/blog.yaml"))["rest.openapi.yaml"][
        "paths"
    ].items():
        assert item[_ANY][_INTEGRATION]["httpMethod"] == "ANY", path
        assert "security" not in item[_ANY]


def test_answers_that_stream_and_slow_ones_pass_a_rest_api_as_they_come(tmp_path: Path) -> None:
    text = """
operations:
  Watch: {safe: true, output: stream<string>, rest: GET /watch}
  Slow: {output: string, timeout: 60s, rest: POST /slow}
  Film: {safe: true, output: {type: stream<bytes>, media_type: video/mp4}, rest: GET /film}
  Quick: {output: string, timeout: 5s, rest: POST /quick}
"""
    documents = of_text(tmp_path, text)
    modes = {
        path: item[method][_INTEGRATION].get("responseTransferMode")
        for path, item in documents["rest.openapi.yaml"]["paths"].items()
        for method in item
        if method != _ANY
    }
    assert modes == {"/watch": "STREAM", "/slow": "STREAM", "/film": "STREAM", "/quick": None}
    http = documents["http.openapi.yaml"]["paths"]
    assert "responseTransferMode" not in http["/watch"]["get"][_INTEGRATION]


def test_nothing_is_declared_that_a_gateway_could_refuse_what_a_server_takes() -> None:
    for path in ("contracts/products.yaml", "contracts/servers.yaml"):
        document = of_contract(Path(path))["rest.openapi.yaml"]
        assert "components" not in document
        assert "security" not in document
        for item in document["paths"].values():
            for method in item.values():
                assert "requestBody" not in method
                assert {one["in"] for one in method.get("parameters", [])} <= {"path"}


def test_bytes_stay_bytes() -> None:
    document = of_contract(Path("contracts/cameras.yaml"))["rest.openapi.yaml"]
    assert document["x-amazon-apigateway-binary-media-types"] == ["*/*"]


def test_tokens_are_checked_where_nobody_gets_in_without_one(tmp_path: Path) -> None:
    text = """
auth:
  token: {scheme: bearer, issuer: "https://login.example", audience: shop}
  key: {scheme: api_key, header: X-API-Key}
operations:
  A: {output: string, auth: {token: [read, write]}, rest: POST /a}
  B: {output: string, auth: [token, key], rest: POST /b}
  C: {output: string, auth: [[token, key]], rest: POST /c}
  D: {output: string, auth: key, rest: POST /d}
  E: {output: string, rest: POST /e}
"""
    documents = of_text(tmp_path, text)
    http = documents["http.openapi.yaml"]
    security = {
        path: item["post"].get("security") for path, item in http["paths"].items() if "post" in item
    }
    assert security == {
        "/a": [{"token": ["read", "write"]}],
        "/b": None,
        "/c": [{"token": []}],
        "/d": None,
        "/e": None,
    }
    authorizer = http["components"]["securitySchemes"]["token"]["x-amazon-apigateway-authorizer"]
    assert authorizer["type"] == "jwt"
    assert authorizer["jwtConfiguration"] == {
        "issuer": "https://login.example",
        "audience": ["shop"],
    }
    assert "components" not in documents["rest.openapi.yaml"]
    assert "components" not in of_text(tmp_path, text, jwt="false")["http.openapi.yaml"]


def test_where_tokens_come_from_can_be_asked_through_it() -> None:
    paths = of_contract(Path("contracts/accounts.yaml"))["http.openapi.yaml"]["paths"]
    known = "/.well-known/oauth-protected-resource"
    assert [path for path in paths if path.startswith(known)] == [known, f"{known}/{{proxy+}}"]
    uri = paths[f"{known}/{{proxy+}}"][_ANY][_INTEGRATION]["uri"]
    assert uri.endswith(f"{known}/{{proxy}}")


def test_an_error_of_the_gateway_is_a_problem_document() -> None:
    document = of_contract(Path("contracts/products.yaml"))["rest.openapi.yaml"]
    responses = document["x-amazon-apigateway-gateway-responses"]
    known = {name: response["statusCode"] for name, response in responses.items()}
    assert known == {
        "INTEGRATION_FAILURE": 503,
        "INTEGRATION_TIMEOUT": 504,
        "THROTTLED": 429,
        "MISSING_AUTHENTICATION_TOKEN": 404,
    }
    assert responses["INTEGRATION_FAILURE"]["responseTemplates"]["application/json"] == (
        '{"type": "about:blank", "status": 503, "code": "unavailable", '
        '"detail": $context.error.messageString}'
    )


def test_a_contract_of_grpc_alone_has_nothing_for_it(tmp_path: Path) -> None:
    files, told = written(bound_text(tmp_path, "operations: {A: {output: string}}", ["grpc"]))
    assert [one.code for one in told] == ["GEN978"]
    assert not files


def test_beside_other_parts_a_contract_of_grpc_alone_is_no_error(tmp_path: Path) -> None:
    contracts = bound_text(tmp_path, "operations: {A: {output: string}}", ["grpc"])
    files, told = files_of("aws", contracts)
    assert "GEN972" in {one.code for one in told}
    assert not [one for one in told if one.severity is Severity.ERROR]
    assert not [path for path in files if path.startswith("api-gateway")]


def test_text_of_a_contract_is_not_looked_up_by_cloudformation(tmp_path: Path) -> None:
    text = """
title: "{{resolve:ssm:title}}"
description: "{{resolve:secretsmanager:all}}"
auth:
  token: {scheme: bearer, issuer: "https://login.example", audience: "{{resolve:ssm:a}}"}
operations:
  A: {output: string, auth: token}
"""
    files, _ = written(bound_text(tmp_path, text, ["rest"]))
    templates = [content for path, content in files.items() if path.endswith("template.yaml")]
    assert len(templates) == 2
    for template in templates:
        assert b"resolve" in template
        assert b"{{" not in template


def test_each_contract_has_a_folder() -> None:
    contracts = bound([Path("contracts/products.yaml"), Path("contracts/blog.yaml")])
    files, _ = written(contracts, type="rest")
    assert sorted(files) == [
        "blog/rest.openapi.yaml",
        "blog/rest.template.yaml",
        "products/rest.openapi.yaml",
        "products/rest.template.yaml",
    ]


def test_a_deployment_has_another_name_when_the_api_is_another() -> None:
    def deployment(contract: str, **given: str) -> str:
        template = of_contract(Path(contract), type="rest", **given)["rest.template.yaml"]
        return next(name for name in template["Resources"] if name.startswith("Deployment"))

    first = deployment("contracts/products.yaml")
    assert first == deployment("contracts/products.yaml", domain="true")
    assert first != deployment("contracts/products.yaml", vpc="true")
    assert first != deployment("contracts/servers.yaml")


def test_a_path_that_aws_answers_itself_is_refused_on_a_domain(tmp_path: Path) -> None:
    contracts = bound_text(tmp_path, "operations: {Ping: {output: string}}", ["rest"])
    assert [one.code for one in written(contracts, domain="true")[1]] == ["GEN978"]
    assert not written(contracts, type="http", domain="true")[1]
    assert not written(contracts)[1]


@pytest.mark.parametrize("name", ["products", "servers"])
def test_what_is_written_is_the_golden_output(name: str) -> None:
    files, _ = written(bound([Path(f"contracts/{name}.yaml")]))
    # The templates hold the definitions again; one of each kind shows what is around them.
    shown = [f for f in files if name == "products" or f.endswith(".openapi.yaml")]
    assert shown
    for file in shown:
        golden = Path(__file__).parent / "golden" / file
        if "UPDATE_EXPECTED" in os.environ:
            golden.parent.mkdir(parents=True, exist_ok=True)
            golden.write_bytes(files[file])
        assert files[file] == golden.read_bytes()


def test_the_host_of_a_contract_is_the_default_of_its_domain() -> None:
    contracts = bound([Path("contracts/products.yaml"), Path("contracts/blog.yaml")])
    given = {"host": ["products=api.example"], "api-gateway-domain": ["true"]}
    files, _ = files_of("aws", contracts, given)
    products, blog = (
        read(files[f"api-gateway/{name}/rest.template.yaml"])["Parameters"]
        for name in ("products", "blog")
    )
    assert products["DomainName"]["Default"] == "api.example"
    assert "Default" not in blog["DomainName"]
