"""``run.py`` as its user runs it: real proxies, real servers, an empty folder, Ctrl-C."""

import contextlib
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from generator.deploy import registry
from generator.deploy.running import free_address
from generator.deploy.target import Runs
from tests.waiting import PATIENCE, until_by_thread

ROOT = Path(__file__).parents[3]
TARGETS = registry.proxies()
GEN = Path(sys.executable).with_name("gen")
STOPPED = "Stopped."

pytestmark = pytest.mark.slow  # processes


def needs(name: str) -> None:
    """Skip where a proxy is not installed."""
    target = registry.target(name)
    assert isinstance(target, Runs)
    if missing := target.missing():
        pytest.skip(f"not installed: {missing}")


class Running:
    """``run.py`` while it runs; said: the lines that it has printed."""

    def __init__(self, folder: Path, *options: str) -> None:
        self.said: list[str] = []
        self.process = subprocess.Popen(
            [sys.executable, "local/run.py", *options],
            cwd=folder,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    @property
    def text(self) -> str:
        return "\n".join(self.said)

    @property
    def pids(self) -> list[int]:
        """The numbers of all that it has started."""
        return [int(one) for one in re.findall(r"\(process (\d+)\)", self.text)]

    def rounds(self) -> int:
        return self.said.count("")

    def wait(self) -> int:
        code = self.process.wait(PATIENCE)
        self._reader.join(PATIENCE)
        return code

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.said.append(line.rstrip("\n"))


@contextlib.contextmanager
def running(folder: Path, *options: str) -> Iterator[Running]:
    found = Running(folder, *options)
    try:
        yield found
    finally:
        if found.process.poll() is None:
            found.process.terminate()
        found.wait()
        assert found.process.stdout is not None
        found.process.stdout.close()


def deployed(folder: Path, proxy: str, *contracts: str, options: tuple[str, ...] = ()) -> Path:
    """An empty folder with contracts, and what ``gen deploy local`` writes beside them."""
    for name in contracts:
        shutil.copyfile(ROOT / "contracts" / f"{name}.yaml", folder / f"{name}.yaml")
    files = [f"{name}.yaml" for name in contracts]
    command = [GEN, "deploy", "local", *files, "-o", "local", "--proxy", proxy, *options]
    subprocess.run(command, cwd=folder, check=True, capture_output=True)
    return folder


def gone(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    return False


@pytest.mark.parametrize("proxy", TARGETS)
def test_caches_answer_a_killed_server_is_replaced_and_ctrl_c_ends_all(
    proxy: str, tmp_path: Path
) -> None:
    needs(proxy)
    deployed(tmp_path, proxy, "products", "blog")
    with running(tmp_path, "--free-ports") as run:
        until_by_thread(lambda: run.rounds() >= 4 or run.process.poll() is not None)
        assert run.process.poll() is None, run.text
        assert "server 1" in run.text and "server 2" in run.text, run.text
        assert "un" not in "".join(run.said[-8:]), run.text  # unavailable, unimplemented, …
        first, second = (line for line in run.said if line.startswith("GetPost "))
        assert ("the cache" in first, second.count("the cache")) == (False, 1)  # of REST
        pids = run.pids
        assert len(pids) == 5
        os.kill(pids[1], signal.SIGKILL)  # server 1 of the first contract
        until_by_thread(lambda: "server 1 of products has ended with -9" in run.said)
        seen = run.rounds()
        until_by_thread(lambda: run.rounds() >= seen + 4)
        last = run.text.rpartition("has ended with -9")[2]
        products = last.partition("\nblog")[0]
        assert "server 2" in products and "server 1" not in products, run.text
        for _ in range(3):  # whoever is impatient leaves nothing behind, either
            run.process.send_signal(signal.SIGINT)
        assert run.wait() == 0, run.text
        assert run.said[-1] == STOPPED
    assert [pid for pid in pids if not gone(pid)] == []


def test_services_of_ones_own_are_served(tmp_path: Path) -> None:
    proxy = TARGETS[0]
    needs(proxy)
    options = ("--service", "examples.products:ProductList", "--package", "generated")
    deployed(tmp_path, proxy, "products", options=options)
    for name in ("examples", "generated"):
        (tmp_path / name).symlink_to(ROOT / name)
    with running(tmp_path, "--once", "--free-ports") as run:
        assert run.wait() == 0, run.text
    assert run.rounds() == 2
    assert "server 1" in run.text and "server 2" in run.text
    assert all(gone(pid) for pid in run.pids)


def test_an_address_in_use_is_said(tmp_path: Path) -> None:
    proxy = TARGETS[0]
    needs(proxy)
    port = free_address().rpartition(":")[2]
    deployed(tmp_path, proxy, "products", options=("--first-port", port))
    with socket.create_server(("127.0.0.1", int(port))), running(tmp_path, "--once") as run:
        assert run.wait() == 1
    assert "server 1 of products ended with" in run.text, run.text
    assert "in use" in run.text, run.text
    assert "--free-ports takes other addresses" in run.text
    assert "Traceback" not in run.text


def test_a_server_that_ends_for_a_reason_of_its_own_says_that_alone(tmp_path: Path) -> None:
    proxy = TARGETS[0]
    needs(proxy)
    deployed(tmp_path, proxy, "products", options=("--service", "nowhere:Nothing"))
    with running(tmp_path, "--once", "--free-ports") as run:
        assert run.wait() == 1
    assert "server 1 of products ended with" in run.text, run.text
    assert "other addresses" not in run.text


def test_a_program_elsewhere_says_where_it_belongs(tmp_path: Path) -> None:
    proxy = TARGETS[0]
    needs(proxy)
    deployed(tmp_path, proxy, "products")
    (tmp_path / "products.yaml").unlink()
    with running(tmp_path, "--once") as run:
        assert run.wait() == 1
    assert run.text == "products.yaml is not here: start this where the project is"
