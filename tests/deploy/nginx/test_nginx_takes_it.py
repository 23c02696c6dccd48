"""nginx itself takes what is written for it, for every contract and for all of them together."""

import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest

from generator.deploy import registry
from generator.deploy.deploy import DeployRequest, deploy
from tests.deploy.fronts import CONTRACTS

NGINX = registry.target("nginx")
PROGRAM = shutil.which("nginx", path="/usr/sbin:/usr/local/sbin:/usr/bin:/usr/local/bin")

pytestmark = pytest.mark.skipif(PROGRAM is None, reason="nginx is not installed")


def written(
    folder: Path, contracts: Sequence[Path], given: dict[str, Sequence[str]] | None = None
) -> Path:
    """A folder of nginx's, on the disk."""
    output = folder / "front"
    result = deploy(
        DeployRequest(
            target=NGINX,
            contracts=contracts,
            root=Path(),
            output=output,
            generated=Path("generated"),
            given=given or {},
        )
    )
    assert not result.problems.failed, [*result.problems]
    return output


def judged(folder: Path) -> str:
    """What nginx says of it; "" if it takes it without a word."""
    told = subprocess.run(
        [str(PROGRAM), "-t", "-q", "-p", folder, "-c", "nginx.conf"],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert told.returncode == 0, told.stderr
    return told.stderr


@pytest.mark.parametrize("contract", CONTRACTS, ids=lambda path: path.stem)
def test_nginx_takes_the_configuration_of_each_contract(contract: Path, tmp_path: Path) -> None:
    assert judged(written(tmp_path, [contract])) == ""


def test_nginx_takes_one_configuration_for_all_contracts(tmp_path: Path) -> None:
    assert judged(written(tmp_path, CONTRACTS)) == ""
