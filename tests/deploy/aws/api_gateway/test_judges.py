"""What is written, before those who know AWS: its linter, a validator of OpenAPI 3.0, and moto.

moto stands for an account: it makes resources and methods of what is imported, and looks at little
of what they say. No real account has seen any of it.
"""

import json
from pathlib import Path
from typing import Any

import boto3
import pytest
from moto import mock_aws
from openapi_spec_validator import OpenAPIV30SpecValidator

from tests.deploy.aws.api_gateway.definitions import of_contract, read, written
from tests.deploy.aws.linter import linted
from tests.deploy.fronts import CONTRACTS, bound

_INTEGRATION = "x-amazon-apigateway-integration"
_REGION = "eu-central-1"
_VALUES = {
    "BackendUrl": "https://servers.example",
    "DomainName": "api.example",
    "CertificateArn": "arn:aws:acm:eu-central-1:123456789012:certificate/1234",
}

contracts = pytest.mark.parametrize("contract", CONTRACTS, ids=lambda path: path.stem)


@pytest.fixture(autouse=True)
def nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    """Credentials of nobody, so that nothing could ever reach an account."""
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "nobody")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "nobody")


@contracts
def test_the_linter_of_aws_finds_nothing_in_the_templates(contract: Path) -> None:
    _lint(written(bound([contract]))[0])


def test_the_linter_of_aws_finds_nothing_where_servers_are_private() -> None:
    contract = bound([Path("contracts/accounts.yaml")])
    _lint(written(contract, vpc="true", domain="true")[0])


def _lint(files: dict[str, bytes]) -> None:
    templates = [content for path, content in files.items() if path.endswith("template.yaml")]
    assert len(templates) == 2
    assert [linted(template) for template in templates] == [[], []]


@contracts
def test_the_definitions_are_valid_openapi_of_version_3_0(contract: Path) -> None:
    for document in of_contract(contract).values():
        if "openapi" in document:
            OpenAPIV30SpecValidator(document).validate()


@contracts
@mock_aws
def test_a_rest_api_is_imported_with_every_method_of_the_contract_and_deployed(
    contract: Path,
) -> None:
    document = of_contract(contract, type="rest")["rest.openapi.yaml"]
    client = boto3.client("apigateway", region_name=_REGION)
    api = client.import_rest_api(body=json.dumps(document).encode(), failOnWarnings=True)
    resources = client.get_resources(restApiId=api["id"], limit=500, embed=["methods"])["items"]
    made = {
        (resource["path"], method)
        for resource in resources
        for method in resource.get("resourceMethods", {})
    }
    # moto knows no ANY, and takes the extension for a method's name.
    wanted = {(path, method.upper()) for path, item in document["paths"].items() for method in item}
    assert made == wanted
    for resource in resources:
        for method, made_of in resource.get("resourceMethods", {}).items():
            key = method.lower()
            asked = document["paths"][resource["path"]][key][_INTEGRATION]
            integration = made_of["methodIntegration"]
            assert integration["uri"] == asked["uri"]
            assert integration["httpMethod"] == asked["httpMethod"]
    deployment = client.create_deployment(restApiId=api["id"])
    variables = {"backend": "servers.example"}
    stage = client.create_stage(
        restApiId=api["id"], stageName="live", deploymentId=deployment["id"], variables=variables
    )
    assert stage["variables"] == variables


@contracts
@mock_aws
def test_an_http_api_is_imported_with_every_route_of_the_contract(contract: Path) -> None:
    content = written(bound([contract]), type="http")[0][f"{contract.stem}/http.openapi.yaml"]
    document = read(content)
    client = boto3.client("apigatewayv2", region_name=_REGION)
    # moto imports into an API that there is, and creates none so.
    api = client.create_api(Name="shop", ProtocolType="HTTP")
    client.reimport_api(ApiId=api["ApiId"], Body=content.decode(), FailOnWarnings=True)
    routes = client.get_routes(ApiId=api["ApiId"])["Items"]
    assert {route["RouteKey"] for route in routes} == {
        f"{method.upper()} {path}" for path, item in document["paths"].items() for method in item
    }


@contracts
@mock_aws
def test_the_stack_of_a_rest_api_is_created(contract: Path) -> None:
    files, _ = written(bound([contract]), type="rest")
    template = read(files[f"{contract.stem}/rest.template.yaml"])
    # moto leaves the body of an API away, and refuses to deploy what has no methods.
    template["Resources"] = {"Api": template["Resources"]["Api"]}
    del template["Outputs"]
    _create(template)
    (api,) = boto3.client("apigateway", region_name=_REGION).get_rest_apis()["items"]
    assert api["name"] == template["Resources"]["Api"]["Properties"]["Name"]


@mock_aws
def test_moto_makes_no_stages_no_domains_and_no_http_apis_of_a_stack(
    caplog: pytest.LogCaptureFixture,
) -> None:
    files, _ = written(bound([Path("contracts/products.yaml")]), domain="true")
    for name in ("rest", "http"):
        template = read(files[f"products/{name}.template.yaml"])
        resources = template["Resources"].items()
        template["Resources"] = {key: one for key, one in resources if "Deployment" not in key}
        del template["Outputs"]  # which name what is not made
        _create(template)
    unknown = {record.message.rpartition(" ")[2] for record in caplog.records}
    print("moto knows nothing of", *sorted(unknown))
    assert unknown == {
        "AWS::ApiGateway::BasePathMapping",
        "AWS::ApiGateway::DomainName",
        "AWS::ApiGateway::Stage",
        "AWS::ApiGatewayV2::Api",
        "AWS::ApiGatewayV2::ApiMapping",
        "AWS::ApiGatewayV2::DomainName",
        "AWS::ApiGatewayV2::Stage",
    }


def _create(template: dict[str, Any]) -> None:
    client = boto3.client("cloudformation", region_name=_REGION)
    given = [
        {"ParameterKey": key, "ParameterValue": value}
        for key, value in _VALUES.items()
        if key in template["Parameters"]
    ]
    made = client.create_stack(
        StackName=template["Description"].replace(":", "").replace(" ", "-"),
        TemplateBody=json.dumps(template),
        Parameters=given,
    )
    (stack,) = client.describe_stacks(StackName=made["StackId"])["Stacks"]
    assert stack["StackStatus"] == "CREATE_COMPLETE"
