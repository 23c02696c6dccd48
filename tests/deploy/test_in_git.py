"""What is written is committed whole: nothing of it is missing in a clone, where CI looks at it."""

import shutil
import subprocess
from pathlib import Path

import pytest

from generator.deploy import registry
from generator.deploy.target import Runs
from tests.deploy.fronts import bound, files_of, written

PROXIES = [name for name in registry.names() if isinstance(registry.target(name), Runs)]
WAYS = [(name, None) for name in registry.names()] + [("local", proxy) for proxy in PROXIES]

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")


@pytest.mark.parametrize(("target", "proxy"), WAYS)
def test_git_takes_all_that_is_compared_and_no_key(
    target: str, proxy: str | None, tmp_path: Path
) -> None:
    given = {} if proxy is None else {"proxy": [proxy]}
    contracts = [Path("contracts/products.yaml")]
    folder = written(target, tmp_path, contracts, given)
    subprocess.run(["git", "init", "-q", folder], check=True)
    subprocess.run(["git", "add", "--all"], cwd=folder, check=True)
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=folder, check=True, capture_output=True, text=True
    ).stdout
    taken = {path for path in listed.split("\0") if path}
    made, _ = files_of(target, bound(contracts), given)
    assert {*made} - taken == set()
    assert [path for path in taken if path.endswith(".pem")] == []
