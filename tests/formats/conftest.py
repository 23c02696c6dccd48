"""Builds every contract that there is with protobuf's JSON, once."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from generator.kinds import scalars
from tests.formats.protojson import Package, packages
from tests.kinds import travelling

ROOT = Path(__file__).resolve().parents[2]
NAMES = sorted(path.stem for path in (ROOT / "contracts").glob("*.yaml"))
ALL = [*NAMES, "defaults", "kinds", "rail", "zoo"]

# What may be left out, with a default of its own.
_DEFAULTS = """\
contract: test.defaults.v1
version: 1.0.0
types:
  Kind: {enum: [One, Two]}
  Thing:
    fields:
      word:  {type: string?, default: x}
      kind:  {type: Kind?, default: Two}
      count: {type: int64?, default: 7}
      words: {type: list<string>, default: [a]}
operations:
  Echo: {input: {thing: Thing}, output: Thing}
"""


@pytest.fixture(scope="session")
def protojsonic(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Package]]:
    """The packages by name: the examples, one with all kinds of values, and one with all shapes."""
    folder = tmp_path_factory.mktemp("protojson")
    shutil.copytree(ROOT / "contracts", folder, dirs_exist_ok=True)
    for name in ("rail", "zoo"):
        shutil.copy(ROOT / "tests/grpc/contracts" / f"{name}.yaml", folder)
    (folder / "defaults.yaml").write_text(_DEFAULTS, encoding="utf-8")
    (folder / "kinds.yaml").write_text(travelling.contract(scalars()), encoding="utf-8")
    with packages(folder, *(folder / f"{name}.yaml" for name in ALL)) as made:
        yield made
