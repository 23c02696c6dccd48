"""Folders as ``gen deploy nginx`` writes them, on the disk."""

import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from generator.deploy.nginx.target import RUNS
from tests.deploy import fronts

NGINX = RUNS
PROGRAM = shutil.which("nginx", path="/usr/sbin:/usr/local/sbin:/usr/bin:/usr/local/bin")

needs_nginx = pytest.mark.skipif(PROGRAM is None, reason="nginx is not installed")


def written(
    folder: Path, contracts: Sequence[Path], given: Mapping[str, Sequence[str]] | None = None
) -> Path:
    """The folder ``front`` below this one, for contracts of the project or of the same folder."""
    return fronts.written("nginx", folder, contracts, given)
