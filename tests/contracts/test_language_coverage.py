"""Checks that the example contracts use, between them, every feature of the contract language."""

from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest

from generator.contract.source import load
from generator.diagnostics import Problems
from generator.kinds import containers, scalars
from generator.model import Constraints
from generator.model.node import to_json
from tests.contracts.features import features

TOP = """
contract title version description contact license servers imports auth defaults types errors
resources operations rest
"""

CONSTRAINTS = [field.name for field in fields(Constraints) if field.name != "words"]

FIELD = """
type default examples read_only write_only immutable sensitive deprecated description number
renamed_from
"""

OPERATION = """
only with input output filter order_by page_size errors auth deprecated description examples
timeout retry cache safe idempotent on rest jsonrpc grpc
"""

FEATURES = [
    *TOP.split(),
    *(kind.name for kind in scalars()),
    *(kind.name for kind in containers()),
    *("T?", "T? in a container", "container in a container"),
    *("record", "enum as a list", "enum with descriptions", "alias", "recursion"),
    *("union", "union by `type`", "union.discriminator", "imported type", "x- key"),
    *(f"field.{key}" for key in CONSTRAINTS),
    *(f"field.{key}" for key in FIELD.split()),
    *("deprecated.since", "deprecated.sunset", "deprecated.use"),
    *("error.code", "error.description", "error.fields", "error.status"),
    *(f"resource.{key}" for key in ["type", "key", "collection", "parent", "singleton", "etag"]),
    *("etag: true", "etag: a field", "resource.require_if_match"),
    *("parent of a parent", "key chosen by the client"),
    *["create", "get", "list", "replace", "update", "delete", "call"],
    "plain function",
    *(f"operation.{key}" for key in OPERATION.split()),
    *("filter as list", "filter as dict", "page_size.default", "page_size.maximum"),
    *("stream: input", "stream: output", "stream: input and output", "binary output"),
    *("rest as a text", "rest as dict"),
    *(f"rest.{key}" for key in ["method", "path", "status", "query", "headers", "body"]),
    *(f"rest.{key} of a contract" for key in ["base_path", "json_case"]),
    *(
        "grpc.service of a contract",
        "grpc.options of a contract",
    ),
    *("cache.max_age", "cache.private", "cache.public", "retry.attempts"),
    *("example.input", "example.output", "example.error"),
    *(f"scheme {kind}" for kind in ["bearer", "basic", "api_key", "oauth2", "mutual_tls"]),
    *("scheme.header", "scheme.query", "scheme.cookie", "scheme.scopes", "defaults.auth"),
    *("defaults.timeout", "defaults.retry", "defaults.page_size"),
    *("enum value.number", "enum value.deprecated", "enum value.description", "variant.number"),
    *("auth as a text", "auth as list", "auth as dict", "auth: none", "auth: either", "auth: both"),
    *("scheme.issuer", "scheme.audience", "scheme.jwks"),
]


def _used() -> dict[str, set[str]]:
    """The features that are used, each with the contracts that use it."""
    used: dict[str, set[str]] = {}
    for path in sorted(Path("contracts").rglob("*.yaml")):
        source = load(path, Path(), Problems())
        assert source is not None, path
        contract: Any = to_json(source.root)
        for feature in features(contract):
            used.setdefault(feature, set()).add(path.stem)
    return used


USED = _used()


@pytest.mark.parametrize("feature", FEATURES)
def test_an_example_contract_uses(feature: str) -> None:
    assert USED.get(feature), f"no contract uses {feature!r}"
