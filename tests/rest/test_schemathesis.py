"""schemathesis, with all its checks, finds nothing wrong with any served contract.

A few examples an operation by default. ``SCHEMATHESIS_EXAMPLES=50 pytest tests/rest`` makes it 50,
and adds the phase of coverage, which walks through every boundary of every schema.
"""

import asyncio
import importlib
import itertools
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.auth.callers import RIGHT, authenticate
from tests.behaviour.hosting import Host, listening

CONFIG = Path(__file__).with_name("schemathesis.toml")
ROOT = Path(__file__).parents[2]
EXAMPLES = os.environ.get("SCHEMATHESIS_EXAMPLES", "2")
PHASES = "examples,fuzzing,stateful"
if "SCHEMATHESIS_EXAMPLES" in os.environ:
    PHASES += ",coverage"

SERVICES = {
    "accounts": "Bank",
    "blog": "Press",
    "cameras": "CameraHub",
    "people": "AddressBook",
    "playlists": "MusicBox",
    "products": "ProductList",
    "servers": "DataCentre",
}


@pytest.mark.parametrize("contract", SERVICES)
def test_schemathesis_finds_nothing(contract: str, host: Host, tmp_path: Path) -> None:
    document = ROOT / "generated" / contract / "rest" / "openapi.yaml"
    server = importlib.import_module(f"generated.{contract}.rest.server")
    module = importlib.import_module(f"tests.behaviour.services.{contract}")
    service = getattr(module, SERVICES[contract])()
    config = tmp_path / "schemathesis.toml"
    config.write_text(CONFIG.read_text() + _credentials(document))

    read = tmp_path / "openapi.yaml"
    read.write_text(yaml.safe_dump(_readable(yaml.safe_load(document.read_bytes()))))

    async def check() -> tuple[int, str]:
        app = server.create_app(service, authenticate=authenticate)
        async with listening(app) as target:
            return await asyncio.to_thread(_run, read, target, config)

    status, printed = host.run(check(), within=600)
    assert status == 0, printed


def _readable(node: Any) -> Any:
    """The document as schemathesis understands it.

    The format of a uint64 is a bound to it alone: the document is written for generators (decision
    0078), and ``maximum`` says what is meant. Of OAuth 2 it does not know that a token is sent, and
    would check nothing of those operations.
    """
    match node:
        case {"x-format": "uint64"}:
            return {key: value for key, value in node.items() if key != "format"}
        case {"type": "oauth2"}:
            return {"type": "http", "scheme": "bearer"}
        case dict():
            return {key: _readable(value) for key, value in node.items()}
        case list():
            return [_readable(item) for item in node]
        case _:
            return node


def _needed(spec: Any) -> set[str]:
    """The fewest schemes that let a caller into every operation.

    With credentials of two schemes, of which one is enough, schemathesis takes away one only, and
    takes it for ignored that the other one is let in.
    """
    operations = [one for path in spec["paths"].values() for one in path.values()]
    ways = [
        [set(way) for way in one["security"]]
        for one in operations
        if isinstance(one, dict) and one.get("security")
    ]
    schemes = sorted(spec.get("components", {}).get("securitySchemes", {}))
    for count in range(len(schemes) + 1):
        for chosen in itertools.combinations(schemes, count):
            if all(any(way <= {*chosen} for way in either) for either in ways):
                return {*chosen}
    raise AssertionError("some operation lets nobody in")


def _credentials(document: Path) -> str:
    """What a caller needs to be let in, as schemathesis' settings: one credential of a scheme."""
    spec = yaml.safe_load(document.read_bytes())
    lines = []
    for name in sorted(_needed(spec)):
        match spec["components"]["securitySchemes"][name]:
            case {"type": "http", "scheme": "basic"}:
                value = f'username = "{RIGHT}"\npassword = "{RIGHT}"'
            case {"type": "http" | "oauth2"}:
                value = f'bearer = "{RIGHT}"'
            case {"type": "apiKey"}:
                value = f'api_key = "{RIGHT}"'
            case other:
                raise AssertionError(f"schemathesis sends no {other}")
        lines.append(f"\n[auth.openapi.{name}]\n{value}\n")
    return "".join(lines)


def _run(document: Path, target: str, config: Path) -> tuple[int, str]:
    command = [sys.executable, "-m", "schemathesis.cli", "--config-file", str(config), "run"]
    options = ["--url", target, "--max-examples", EXAMPLES, "--phases", PHASES]
    run = subprocess.run(
        [*command, str(document), *options],
        capture_output=True,
        text=True,
        check=False,
        cwd=config.parent,
    )
    return run.returncode, run.stdout + run.stderr
