import subprocess
import sys

import pytest

from tests.runtime.first_use import WAYS


@pytest.mark.parametrize("way", WAYS)
def test_threads_that_use_a_type_for_the_first_time_at_once_do_not_end_the_process(
    way: str,
) -> None:
    command = [sys.executable, "-m", "tests.runtime.first_use", way]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
