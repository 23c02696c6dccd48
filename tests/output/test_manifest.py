"""The list of what a build wrote."""

import shutil
import subprocess
from pathlib import Path

import pytest

from generator.building.output import manifest
from generator.formats.output_tree import File


def test_a_manifest_reads_back_as_it_was_written() -> None:
    files = [File(path="b.py", content=b"b"), File(path="a/c d.py", content=b"c")]
    written = manifest.write(files)
    assert written.path == "manifest.sha256"
    assert written.content.decode().splitlines() == [
        f"{manifest.digest(b'c')}  a/c d.py",
        f"{manifest.digest(b'b')}  b.py",
    ]
    assert manifest.read(written.content) == {
        "a/c d.py": {manifest.digest(b"c")},
        "b.py": {manifest.digest(b"b")},
    }


@pytest.mark.skipif(shutil.which("sha256sum") is None, reason="needs sha256sum")
def test_sha256sum_understands_it(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_bytes(b"a")
    made = manifest.write([File(path="a.py", content=b"a")])
    (tmp_path / made.path).write_bytes(made.content)
    command = ["sha256sum", "--check", "--strict", made.path]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True)
    assert done.stdout == "a.py: OK\n"


def test_after_a_merge_conflict_both_sides_count_as_written() -> None:
    ours, theirs = manifest.digest(b"ours"), manifest.digest(b"theirs")
    conflict = f"<<<<<<< HEAD\n{ours}  a.py\n=======\n{theirs}  a.py\n>>>>>>> theirs\n"
    assert manifest.read(conflict.encode()) == {"a.py": {ours, theirs}}


@pytest.mark.parametrize("path", ["../../home/me/.profile", "/etc/passwd", "a/../../b", "a\\b"])
def test_an_entry_that_leaves_the_folder_is_not_believed(path: str) -> None:
    assert manifest.read(f"{manifest.digest(b'x')}  {path}\n".encode()) == {}
