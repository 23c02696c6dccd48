"""What the rules find in definitions and stacks: each fault that was put there, and no other."""

from pathlib import Path

import pytest

from tests.deploy.aws.api_gateway.definitions import written
from tests.deploy.aws.api_gateway.faults import FAULTS
from tests.deploy.aws.fault import Fault
from tests.deploy.aws.faults import codes, edited
from tests.deploy.fronts import CONTRACTS, bound

_OURS = [fault for fault in FAULTS if fault.finder.startswith("AWS")]


@pytest.mark.parametrize("fault", _OURS, ids=lambda fault: fault.name.replace(" ", "-"))
def test_a_fault_is_found(fault: Fault) -> None:
    assert fault.finder in codes(fault.file, edited(fault))


@pytest.mark.parametrize("contract", CONTRACTS, ids=lambda path: path.stem)
@pytest.mark.parametrize("vpc", ["true", "false"], ids=["private", "public"])
def test_nothing_is_found_in_what_is_written(contract: Path, vpc: str) -> None:
    files, _ = written(bound([contract]), vpc=vpc, domain="true")
    for file, content in files.items():
        assert codes(file, content) == ()


def test_a_definition_that_is_no_definition_is_no_crash() -> None:
    for text in (
        "openapi: 3.0.3\npaths: [x-amazon-apigateway-]",
        "openapi: {a: x-amazon-apigateway-}\npaths: {/a: {get: null, post: [1]}}",
        "openapi: 3\nsecurity: x-amazon-apigateway-\npaths: {/a/{: {get: {security: [a, {b: }]}}}",
        "openapi: 3\npaths: {'/{a}{b}': {get: {x-amazon-apigateway-integration: {uri: [], "
        "requestParameters: [], timeoutInMillis: soon, type: {Ref: A}}}}}",
        "AWSTemplateFormatVersion: 1\nResources: {A: {Type: 'AWS::ApiGateway::Stage'}, "
        "B: {Type: 'AWS::ApiGateway::RestApi', Properties: {Body: {Fn::Transform: {}}}}}",
    ):
        codes("api.yaml", text.encode())
