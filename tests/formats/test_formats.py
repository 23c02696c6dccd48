"""A style declares the formats that it writes; what they share is decided and emitted once."""

import re
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from generator.building import pipeline
from generator.building.build import build
from generator.building.request import BuildRequest
from generator.contract.lock.ledger import Ledger
from generator.contract.read import read
from generator.diagnostics import Problems
from generator.emit.support import relative_imports
from generator.formats.format import needed
from generator.formats.protobuf import PROTOBUF
from generator.styles import registry

ROOT = Path(__file__).resolve().parents[2]
CONTRACT = ROOT / "contracts" / "products.yaml"


def folders(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir() if path.is_dir()}


# What every build has a copy of, whatever its styles and formats.
OF_ALL = {path.parent.name for path in ROOT.joinpath("generator/runtime").glob("*/__init__.py")}


@pytest.fixture
def built(tmp_path: Path, request: pytest.FixtureRequest) -> Path:
    """The output of a build of some styles."""
    contract = tmp_path / "products.yaml"
    contract.write_text(CONTRACT.read_text())
    asked = BuildRequest(
        contracts=[contract], root=tmp_path, output=tmp_path / "out", styles=request.param
    )
    assert build(asked).ok
    return tmp_path / "out"


@pytest.mark.parametrize(
    ("built", "style"), [((name,), name) for name in registry.names()], indirect=["built"]
)
def test_a_build_has_the_formats_of_its_styles_and_no_others(built: Path, style: str) -> None:
    formats = needed(registry.style(style).formats)
    proto = {"proto"} if PROTOBUF in formats else set()
    assert folders(built / "products") == {style, *proto}
    assert folders(built / "_support") - OF_ALL == {style, *(one.name for one in formats)}


def test_two_styles_that_write_protobuf_share_one_proto(monkeypatch: pytest.MonkeyPatch) -> None:
    """The second one is named apart, and takes what the first one takes."""
    described: list[object] = []
    real = PROTOBUF.describe

    def describe(*arguments: Any) -> object:
        described.append(real(*arguments))
        return described[-1]

    def bind(_api: object, found: Any, _problems: object) -> object:
        taken.append(found.of(PROTOBUF))
        return SimpleNamespace(file=taken[-1])

    taken: list[object] = []
    monkeypatch.setattr(type(PROTOBUF), "describe", staticmethod(describe))
    first = registry.style("grpc")
    second: Any = SimpleNamespace(
        name="other",
        title="Other",
        hosting=first.hosting,
        formats=(PROTOBUF,),
        bind=bind,
        emit=lambda *_: (),
        documents=lambda *_: (),
    )
    problems = Problems()
    api = read(CONTRACT, registry.names(), root=ROOT, problems=problems)
    assert api is not None
    bound = pipeline.bind(api, Ledger(problems), [first, second], problems)
    assert bound is not None
    tree = pipeline.emit_code(bound)

    assert len(described) == 1
    assert taken == described
    protos = [file.path for file in tree if file.path.startswith("proto/")]
    assert protos == [
        "proto/__init__.py",
        "proto/descriptor.binpb",
        "proto/shop/products/v1/products.proto",
    ]


def test_a_copy_finds_the_core_and_formats_beside_it_in_the_order_of_sorters() -> None:
    text = (
        "import re\n\n"
        "from generator.formats.text.runtime.urls import (\n    NotText,\n    each,\n)\n"
        "from generator.runtime import process\n"
        "from generator.runtime.values import UNSET\n"
        "from generator.styles.other.runtime.method import Method\n\n"
        "def late() -> None:\n"
        "    from generator.styles.other.runtime.server import serve\n"
    )
    found = relative_imports(
        text, "generator.styles.other.runtime", {"generator.formats.text.runtime": "text"}
    )
    assert found == (
        "import re\n\n"
        "from .. import process\n"
        "from ..text.urls import (\n    NotText,\n    each,\n)\n"
        "from ..values import UNSET\n"
        "from .method import Method\n\n"
        "def late() -> None:\n"
        "    from .server import serve\n"
    )


def test_formats_know_no_style() -> None:
    found = [
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "generator" / "formats").rglob("*.py")
        if re.search(r"generator\.styles", path.read_text())
    ]
    assert found == []
