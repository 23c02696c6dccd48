"""What a program pays for that calls, and neither serves, nor streams, nor has hooks."""

import subprocess
import sys
from pathlib import Path

import pytest

from generator.styles import registry

ROOT = Path(__file__).parents[2]

# With all that is below them. A contract without auth has no use for schemes either.
NEEDLESS = (
    "asyncio",
    "generated._support.auth.credentials",
    "generated._support.auth.principal",
    "generated._support.auth.refusal",
    "generated._support.auth.schemes",
    "generated._support.auth.sending",
    "generated._support.auth.vouching",
    "generated._support.hooked",
    "generated._support.hooks",
    "generated._support.http.asgi",
    "generated._support.http.streaming",
    "generated._support.idempotency",
    "generated._support.limits",
    "generated._support.serve",
    "generated._support.settings",
    "generated._support.streams",
    "generated._support.transport",
    "generated._support.wire",
)


@pytest.mark.parametrize("style", registry.names())
def test_the_import_of_a_client_imports_nothing_of_servers_streams_and_hooks(style: str) -> None:
    program = f"import sys, generated.products.{style}.client; print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    known = done.stdout.split()
    assert "generated._support.client" in known
    needless = {name for name in known for one in NEEDLESS if f"{name}.".startswith(f"{one}.")}
    assert needless == set()
