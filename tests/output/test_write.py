"""How a plan reaches the disk."""

import os
import stat
from pathlib import Path

import pytest

from generator.building.output import plan, write
from generator.formats.output_tree import File
from tests.output.folders import content


def _apply(root: Path, **units: dict[str, str]) -> None:
    files = {
        unit: [File(path=path, content=text.encode()) for path, text in paths.items()]
        for unit, paths in units.items()
    }
    write.apply(root, plan.make(root, files).changes)


@pytest.fixture(params=["exchange", "journal"])
def _way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both ways to write: the exchange, and the journal where there is no exchange."""

    def refuse(_one: Path, _other: Path) -> None:
        raise OSError(18, "Invalid cross-device link")

    if request.param == "journal":
        monkeypatch.setattr(write, "swap", refuse)


pytestmark = pytest.mark.usefixtures("_way")


def test_new_files_and_folders_appear_with_the_bytes_given(tmp_path: Path) -> None:
    _apply(tmp_path / "a/out", products={"types.py": "x\n", "rest/client.py": "y\n"})
    assert content(tmp_path / "a/out/products/types.py") == "x\n"
    assert content(tmp_path / "a/out/products/rest/client.py") == "y\n"
    assert content(tmp_path / "a").keys() == {"out"}


def test_what_is_not_ours_stays(tmp_path: Path) -> None:
    root = tmp_path / "out"
    _apply(root, products={"types.py": "1", "errors.py": "1"})
    (root / "products/mine.py").write_text("mine")
    (root / "products/empty").mkdir()
    (root / "notes").mkdir()
    (root / "notes/link").symlink_to("../products/mine.py")
    _apply(root, products={"types.py": "2"}, accounts={"types.py": "1"}, _support={"x.py": "1"})
    assert content(root) == {
        "_support": {"manifest.sha256": ..., "x.py": "1"},
        "accounts": {"manifest.sha256": ..., "types.py": "1"},
        "notes": {"link": "→ ../products/mine.py"},
        "products": {"empty": {}, "manifest.sha256": ..., "mine.py": "mine", "types.py": "2"},
    }


def test_unchanged_files_keep_their_times_and_changed_ones_their_modes(tmp_path: Path) -> None:
    _apply(tmp_path, products={"a.py": "1", "b.py": "1"}, accounts={"a.py": "1"})
    changed, unchanged = tmp_path / "products/a.py", tmp_path / "products/b.py"
    changed.chmod(0o640)
    unchanged.chmod(0o755)
    (tmp_path / "products").chmod(0o750)
    os.utime(unchanged, ns=(10**18, 10**18))
    _apply(tmp_path, products={"a.py": "2", "b.py": "1"}, accounts={"a.py": "2"})
    assert stat.S_IMODE(changed.stat().st_mode) == 0o640
    assert stat.S_IMODE(unchanged.stat().st_mode) == 0o755
    assert stat.S_IMODE((tmp_path / "products").stat().st_mode) == 0o750
    assert unchanged.stat().st_mtime_ns == 10**18


def test_folders_that_become_empty_go_with_their_bytecode(tmp_path: Path) -> None:
    _apply(tmp_path, products={"types.py": "1", "rest/client.py": "1"})
    (tmp_path / "products/rest/__pycache__").mkdir()
    (tmp_path / "products/rest/__pycache__/client.cpython-311.pyc").write_text("1")
    _apply(tmp_path, products={"types.py": "1"})
    assert content(tmp_path) == {"products": {"manifest.sha256": ..., "types.py": "1"}}


def test_when_the_last_file_goes_so_does_the_folder(tmp_path: Path) -> None:
    _apply(tmp_path, products={"types.py": "1"}, accounts={"types.py": "1"})
    _apply(tmp_path, products={})
    assert content(tmp_path) == {"accounts": {"manifest.sha256": ..., "types.py": "1"}}


def test_leftovers_of_a_killed_run_are_cleaned_up(tmp_path: Path) -> None:
    root = tmp_path / "out"
    _apply(root, products={"types.py": "1"})
    (tmp_path / ".out.gen-new/products").mkdir(parents=True)
    (tmp_path / ".out.gen-new/products/types.py").write_text("half")
    (root / ".gen-new/files").mkdir(parents=True)
    write.recover(root)
    assert content(tmp_path) == {"out": {"products": {"manifest.sha256": ..., "types.py": "1"}}}


def test_a_failure_leaves_the_old_tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = tmp_path / "out"
    _apply(root, products={"types.py": "1"})
    before = content(tmp_path)

    def full(self: Path, _data: bytes) -> int:
        raise OSError(28, "No space left on device", str(self))

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(OSError, match="No space left"):
        _apply(root, products={"types.py": "2"})
    assert content(tmp_path) == before
