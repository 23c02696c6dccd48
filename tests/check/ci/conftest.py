"""A first project as `gen init --ci` leaves it, pushed."""

import subprocess

import pytest

from tests.check.ci.repositories import GEN, Origin, git

ALL = ("--ci", "github", "--ci", "gitlab", "--ci", "pre-commit")


@pytest.fixture(scope="session")
def scaffold(tmp_path_factory: pytest.TempPathFactory) -> Origin:
    """The repository on a forge; tests add branches to it."""
    folder = tmp_path_factory.mktemp("scaffold")
    git(folder, "init", "--quiet", "--initial-branch", "main")
    subprocess.run([GEN, "init", *ALL], cwd=folder, check=True, capture_output=True)
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--message", "first")
    return Origin(folder)
