"""Folders as ``gen deploy nginx`` writes them, on the disk."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from generator.deploy.nginx.target import RUNS
from tests.deploy import fronts

NGINX = RUNS
needs_nginx = pytest.mark.skipif(NGINX.missing() != "", reason=NGINX.missing())


def written(
    folder: Path, contracts: Sequence[Path], given: Mapping[str, Sequence[str]] | None = None
) -> Path:
    """The folder ``front`` below this one, for contracts of the project or of the same folder."""
    return fronts.written("nginx", folder, contracts, given)
