"""Two builds of one folder: the second one waits, and says so."""

import fcntl
import os
import threading
from pathlib import Path

import pytest

from generator.output.hold import hold


def test_a_free_folder_is_held_without_a_word(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with hold([tmp_path]):
        assert capsys.readouterr().err == ""


def test_whoever_waits_for_another_build_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    descriptor = os.open(tmp_path, os.O_RDONLY)
    fcntl.flock(descriptor, fcntl.LOCK_EX)
    release = threading.Timer(0.2, os.close, [descriptor])
    release.start()
    with hold([tmp_path / "generated"]):
        assert capsys.readouterr().err == f"Waiting for another build to let go of {tmp_path} …\n"
    release.join()
