"""The rules find nothing in what is written, and stumble over nothing that is no definition."""

from pathlib import Path

import pytest

from generator.deploy.aws.rule import judge
from generator.diagnostics import Problems
from tests.deploy.aws.api_gateway.definitions import written
from tests.deploy.fronts import CONTRACTS, bound


@pytest.mark.parametrize("contract", CONTRACTS, ids=lambda path: path.stem)
def test_nothing_is_found_in_what_is_written_for_private_servers(contract: Path) -> None:
    files, _ = written(bound([contract]), vpc="true", domain="true")
    assert {path: _codes(content) for path, content in files.items()} == {
        f"{contract.stem}/{kind}.template.yaml": set() for kind in ("rest", "http")
    }


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("openapi: 3.0.3\npaths: [x-amazon-apigateway-]", set()),
        (
            "openapi: {a: x-amazon-apigateway-}\npaths: {/a: {get: null, post: [1]}}",
            {"AWS103", "AWS112"},
        ),
        (
            "openapi: '3.0'\nsecurity: x-amazon-apigateway-\n"
            "paths: {'/a/b{': {get: {security: [a, {b: 1}]}}, 7: 8}",
            {"AWS103", "AWS105", "AWS109", "AWS112"},
        ),
        (
            "openapi: '3.0'\npaths: {'/{a}{b}': {get: {x-amazon-apigateway-integration: "
            "{uri: [], requestParameters: [], timeoutInMillis: soon, type: {Ref: A}}}}}",
            {"AWS105", "AWS112"},
        ),
        (
            "AWSTemplateFormatVersion: 1\nResources: {A: {Type: 'AWS::ApiGateway::Stage'}, "
            "B: {Type: 'AWS::ApiGateway::RestApi', Properties: {Body: {Fn::Transform: {}}}}}",
            set(),
        ),
    ],
)
def test_what_is_hardly_a_definition_is_judged_all_the_same(text: str, found: set[str]) -> None:
    assert _codes(text.encode()) == found


def _codes(content: bytes) -> set[str]:
    problems = Problems()
    judge({"api.yaml": content}, problems)
    return {one.code for one in problems}
