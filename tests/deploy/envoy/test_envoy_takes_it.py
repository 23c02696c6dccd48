"""Envoy itself takes what is written for it, for every contract and for all of them together."""

import os
import subprocess
from pathlib import Path

import pytest

from tests.deploy.envoy.folder import ENVOY, needs_envoy, written
from tests.deploy.fronts import CONTRACTS, bound, bound_text, files_of

GOLDEN = Path(__file__).parent / "golden"


def judged(folder: Path) -> str:
    """What Envoy says of a folder."""
    told = subprocess.run(
        [*ENVOY.command(folder), "--mode", "validate"],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert told.returncode == 0, told.stderr
    assert told.stdout.endswith("OK\n")
    return told.stderr


@needs_envoy
@pytest.mark.parametrize("contract", CONTRACTS, ids=lambda path: path.stem)
def test_envoy_takes_the_configuration_of_each_contract(contract: Path, tmp_path: Path) -> None:
    given = {"tokens": ["false"], "cache": ["0"]}
    assert judged(written(tmp_path, [contract], given)) == ""


@needs_envoy
def test_envoy_takes_all_contracts_with_all_that_it_can_do(tmp_path: Path) -> None:
    roots = tmp_path / "roots.pem"
    folder = written(
        tmp_path,
        CONTRACTS,
        {
            "server": [f"{one.stem}={one.stem}.servers.example:8000" for one in CONTRACTS],
            "grpc-server": ["products=[::1]:50051"],
            "host": ["products=api.example", "products=*.shop.example"],
            "client-ca": ["tls/certificate.pem"],
            "roots": [str(roots)],
            "admin": ["127.0.0.1:9901"],
        },
    )
    roots.write_bytes((folder / "tls/certificate.pem").read_bytes())
    said = judged(folder)
    # The one thing that is said against it, and the issuer that is only an example.
    assert "eprecated" not in said, said


@pytest.mark.parametrize("name", ["products", "servers"])
def test_it_is_what_it_was(name: str) -> None:
    (contract,) = (one for one in CONTRACTS if one.stem == name)
    files, _ = files_of("envoy", bound([contract]))
    golden = GOLDEN / f"{name}.yaml"
    if "UPDATE_EXPECTED" in os.environ:
        golden.write_bytes(files["envoy.yaml"])
    assert files["envoy.yaml"] == golden.read_bytes()


def test_nothing_of_a_cache_is_written_where_no_contract_lets_anything_be_kept() -> None:
    (contract,) = (one for one in CONTRACTS if one.stem == "products")
    files, _ = files_of("envoy", bound([contract]))
    assert [*files] == [".gitignore", "envoy.yaml"]
    assert b"cache_v2" not in files["envoy.yaml"]


def test_without_the_parameter_no_controls_listen() -> None:
    files, _ = files_of("envoy", bound(CONTRACTS))
    assert b"\nadmin:" not in files["envoy.yaml"]


def test_a_path_that_may_hold_a_secret_is_not_logged(tmp_path: Path) -> None:
    contract = """
operations:
  Enter: {safe: true, input: {key: {type: string, sensitive: KEY}}, rest: "GET /doors/{key}"}
"""
    for sensitive, logged in (("true", False), ("false", True)):
        files, _ = files_of("envoy", bound_text(tmp_path, contract.replace("KEY", sensitive)))
        assert (b"%PATH(" in files["envoy.yaml"]) is logged
