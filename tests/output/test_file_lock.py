"""Two builds of one folder: the second one waits, and tells who asked for it."""

import fcntl
import os
import threading
from pathlib import Path

from generator.building.output.file_lock import lock_folders


def test_a_free_folder_is_held_without_a_word(tmp_path: Path) -> None:
    told: list[str] = []
    with lock_folders([tmp_path], told.append):
        assert told == []


def test_whoever_waits_for_another_build_is_told(tmp_path: Path) -> None:
    told: list[str] = []
    descriptor = os.open(tmp_path, os.O_RDONLY)
    fcntl.flock(descriptor, fcntl.LOCK_EX)
    release = threading.Timer(0.2, os.close, [descriptor])
    release.start()
    with lock_folders([tmp_path / "generated"], told.append):
        assert told == [str(tmp_path)]
    release.join()
