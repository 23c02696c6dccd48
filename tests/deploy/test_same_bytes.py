"""The same contracts and parameters give the same bytes, in every process, for every target."""

import hashlib
import os
import subprocess
import sys

from generator.deploy import registry
from tests.deploy.fronts import CONTRACTS, bound, files_of

_PRINTED = "from tests.deploy.test_same_bytes import sums; print(sums())"


def sums() -> str:
    """What all targets write for all contracts together, as a sum of each file."""
    contracts = bound(CONTRACTS)
    return "\n".join(
        f"{target}/{path} {hashlib.sha256(content).hexdigest()}"
        for target in registry.names()
        for path, content in files_of(target, contracts)[0].items()
    )


def test_another_process_with_another_hash_seed_writes_the_same() -> None:
    printed = subprocess.run(
        [sys.executable, "-c", _PRINTED],
        env={**os.environ, "PYTHONHASHSEED": "4711"},
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    assert printed.strip() == sums()
    assert len(sums().splitlines()) > len(registry.names())
