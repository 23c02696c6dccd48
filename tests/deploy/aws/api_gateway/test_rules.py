"""What the rules find in definitions and stacks: each fault that was put there, and no other."""

from functools import cache
from pathlib import Path

import pytest

from generator.deploy.aws.target import TARGET
from generator.diagnostics import Problems
from tests.deploy.aws.api_gateway.definitions import written
from tests.deploy.aws.api_gateway.faults import FAULTS, Fault
from tests.deploy.fronts import CONTRACTS, bound

_OURS = [fault for fault in FAULTS if fault.finder.startswith("AWS")]


@cache
def _files() -> dict[str, bytes]:
    return written(bound([Path("contracts/accounts.yaml")]))[0]


def _found(file: str, content: bytes) -> set[str]:
    problems = Problems()
    TARGET.judge({file: content}, problems)
    return {one.code for one in problems}


@pytest.mark.parametrize("fault", _OURS, ids=lambda fault: fault.name.replace(" ", "-"))
def test_a_fault_is_found(fault: Fault) -> None:
    content = _files()[fault.file].decode()
    assert fault.old in content
    assert fault.finder in _found(fault.file, content.replace(fault.old, fault.new, 1).encode())


@pytest.mark.parametrize("contract", CONTRACTS, ids=lambda path: path.stem)
@pytest.mark.parametrize("vpc", ["true", "false"], ids=["private", "public"])
def test_nothing_is_found_in_what_is_written(contract: Path, vpc: str) -> None:
    files, _ = written(bound([contract]), vpc=vpc, domain="true")
    for file, content in files.items():
        assert _found(file, content) == set()


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
        _found("api.yaml", text.encode())
