"""``gen build --watch`` as a process: it builds after each change, and ends when it is told to."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from queue import Queue

import pytest

from tests.editor.marked import SHOP

LONG = 120.0  # seconds after which something hangs


class Watching:
    """The process, and the lines that it prints."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process
        self._lines: Queue[str] = Queue()
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            self._lines.put(line.strip())

    def line(self) -> str:
        """The next line, without the time of day."""
        time, _, said = self._lines.get(timeout=LONG).partition(" ")
        assert time.count(":") == 2
        return said

    def end(self, number: int) -> tuple[int, str]:
        """The exit code after a signal, and what went to standard error."""
        self._process.send_signal(number)
        assert self._process.stderr is not None
        said = self._process.stderr.read()
        return self._process.wait(LONG), said


@contextmanager
def watching(root: Path) -> Iterator[Watching]:
    (root / "pyproject.toml").write_text("[tool.gen]\ncontracts = ['*.yaml']\nstyles = ['rest']\n")
    (root / "common.yaml").write_text("contract: common.v1\ntypes: {Size: {type: int32}}\n")
    imports = SHOP.replace("\nauth:", "\nimports: {common: common.yaml}\n\nauth:")
    (root / "shop.yaml").write_text(imports.replace("size: int32", "size: common.Size"))
    command = "import sys; sys.argv[0] = 'gen'; from generator.cli import main; main()"
    with subprocess.Popen(
        [sys.executable, "-c", command, "build", "--watch", "shop.yaml"],
        cwd=root,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=os.environ | {"PYTHONUNBUFFERED": "1"},
    ) as process:
        try:
            yield Watching(process)
        finally:
            process.kill()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_builds_after_each_change_and_survives_what_is_wrong(
    tmp_path: Path, number: int
) -> None:
    with watching(tmp_path) as watched:
        assert watched.line().startswith("Wrote ")
        shop = tmp_path / "shop.yaml"
        good = shop.read_text()
        shop.write_text(good.replace("common.Size", "common.Sice"))
        assert watched.line() == "Nothing was written: 1 error."
        shop.write_text(good.replace("description: Add one.", "description: Add it."))
        assert watched.line().startswith("Wrote ")
        types = (tmp_path / "generated" / "shop" / "operations.py").read_text()
        (tmp_path / "common.yaml").write_text("contract: common.v1\ntypes: {Size: {type: int64}}\n")
        assert watched.line().startswith("Wrote ")
        assert "Add it." in types + (tmp_path / "generated" / "shop" / "README.md").read_text()
        code, said = watched.end(number)
    assert code == 0
    assert "unknown type 'common.Sice'" in said
    assert "Traceback" not in said


def test_it_goes_with_no_other_way_to_build(tmp_path: Path) -> None:
    command = "import sys; sys.argv[0] = 'gen'; from generator.cli import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", command, "build", "--watch", "--check"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert "--watch goes with neither" in done.stderr
