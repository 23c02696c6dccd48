"""schemathesis, with all its checks, finds nothing wrong with any served contract.

A few examples an operation by default. ``SCHEMATHESIS_EXAMPLES=50 pytest tests/rest`` makes it 50,
and adds the phase of coverage, which walks through every boundary of every schema.
"""

import asyncio
import importlib
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from tests.behaviour.hosting import Host, listening
from tests.rest.gateway import RIGHT, Gateway

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

    async def check() -> tuple[int, str]:
        async with listening(Gateway(server.create_app(service), document)) as target:
            return await asyncio.to_thread(_run, _bounded(document, tmp_path), target, config)

    status, printed = host.run(check(), within=600)
    assert status == 0, printed


def _bounded(document: Path, folder: Path) -> Path:
    """The document with the bounds of a uint64 alone, beside which int64 is said to generators.

    schemathesis, as others that check formats, takes int64 for a bound.
    """
    bounded = folder / document.name
    said = r"\n *format: int64(?=\n *x-format: uint64\n)"
    bounded.write_text(re.sub(said, "", document.read_text(encoding="utf-8")), encoding="utf-8")
    return bounded


def _credentials(document: Path) -> str:
    """What a caller needs to pass the gateway, as schemathesis' settings."""
    spec = yaml.safe_load(document.read_bytes())
    lines = []
    for name, scheme in spec.get("components", {}).get("securitySchemes", {}).items():
        match scheme:
            case {"type": "http", "scheme": "basic"}:
                value = f'username = "{RIGHT}"\npassword = "{RIGHT}"'
            case {"type": "http"} | {"type": "oauth2"}:
                value = f'bearer = "{RIGHT}"'
            case {"type": "apiKey"}:
                value = f'api_key = "{RIGHT}"'
            case _:
                continue
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
