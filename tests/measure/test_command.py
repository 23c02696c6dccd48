"""``gen compare --measure`` as a user runs it: kept, shown again, interrupted, or refused."""

import os
import pty
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec
import pytest
from click.testing import CliRunner, Result

from generator.building import trial
from generator.cli import cli
from generator.compare.timing import run as run_module
from generator.compare.timing.process import MeasureError
from generator.compare.timing.result import VERSION, Measurement
from generator.compare.timing.run import run
from generator.compare.timing.saved import write
from generator.diagnostics import Problems
from generator.styles import registry

ROOT = Path(__file__).resolve().parents[2]
GEN = Path(sys.executable).with_name("gen")
PRODUCTS = str(ROOT / "contracts" / "products.yaml")
SECONDS = 30  # for anything to happen


def gen(*arguments: str) -> Result:
    return CliRunner().invoke(cli, ["compare", *arguments], prog_name="gen")


@pytest.fixture(scope="module")
def products() -> trial.Trial:
    found = trial.prepare(Path(PRODUCTS), ROOT, Problems())
    assert found is not None
    return found


@pytest.fixture(scope="module")
def measurement(products: trial.Trial) -> Measurement:
    return run(products, operations=["GetProduct"], rounds=1, budget=0.1)


@pytest.fixture
def kept(measurement: Measurement, tmp_path: Path) -> Path:
    path = tmp_path / "kept.json"
    write(measurement, path)
    return path


def test_what_is_kept_is_shown_again_alike(
    measurement: Measurement, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run_module, "run", lambda *_, **__: measurement)
    file = tmp_path / "m.json"
    first = gen(PRODUCTS, "--measure", "--json", str(file))
    again = gen(PRODUCTS, "--from", str(file))
    assert (first.exit_code, again.exit_code) == (0, 0)
    assert first.stdout == again.stdout
    assert "GetProduct" in again.stdout
    pages = [tmp_path / "one.html", tmp_path / "two.html"]
    for arguments, page in zip((("--measure",), ("--from", str(file))), pages, strict=True):
        assert gen(PRODUCTS, *arguments, "--html", str(page)).exit_code == 0
    assert pages[0].read_bytes() == pages[1].read_bytes()


def test_what_is_kept_is_shown_of_some_operations_and_styles(kept: Path) -> None:
    shown = gen(PRODUCTS, "--from", str(kept), "--style", "rest", "--style", "grpc")
    assert ("REST" in shown.stdout, "JSON-RPC" in shown.stdout) == (True, False)
    other = gen(PRODUCTS, "--from", str(kept), "--operation", "AddProduct")
    refuse(other, "has nothing of what was asked for")


def test_a_file_of_version_1_is_shown(kept: Path) -> None:
    old = msgspec.json.decode(kept.read_bytes())
    del old["version"]
    for found in old["runs"]:
        del found["alone"]
        for load in found["loads"]:
            for value in load.values():
                if isinstance(value, dict):
                    del value["quartiles"], value["rounds"]
    kept.write_bytes(msgspec.json.encode(old))
    shown = gen(PRODUCTS, "--from", str(kept))
    assert shown.exit_code == 0
    assert "With the generated client" in shown.stdout
    assert "The server alone" not in shown.stdout


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "holds no measurement"),
        (b"\xff\x00\x80", "holds no measurement"),
        (b"contract: shop", "holds no measurement"),
        (b"[]", "holds no measurement"),
        (b'{"name": "other"}', "holds no measurement"),
        (b"[" * 100_000, "holds no measurement"),
    ],
    ids=["empty", "binary", "yaml", "list", "foreign", "deep"],
)
def test_a_file_of_something_else_is_refused(tmp_path: Path, content: bytes, said: str) -> None:
    file = tmp_path / "other.json"
    file.write_bytes(content)
    refuse(gen(PRODUCTS, "--from", str(file)), said)


def test_a_file_that_was_cut_off_is_refused(kept: Path) -> None:
    kept.write_bytes(kept.read_bytes()[:-100])
    refuse(gen(PRODUCTS, "--from", str(kept)), "holds no measurement")


def test_a_file_of_a_later_version_is_refused(kept: Path) -> None:
    later = msgspec.json.decode(kept.read_bytes()) | {"version": VERSION + 1}
    kept.write_bytes(msgspec.json.encode(later))
    refuse(gen(PRODUCTS, "--from", str(kept)), "later version")


def test_a_measurement_of_another_contract_is_refused(kept: Path) -> None:
    blog = str(ROOT / "contracts" / "blog.yaml")
    refuse(gen(blog, "--from", str(kept)), "is a measurement of shop.products.v1, not of")


def test_a_place_where_nothing_can_be_kept_is_refused_before_measuring(tmp_path: Path) -> None:
    file = tmp_path / "missing" / "m.json"
    refuse(gen(PRODUCTS, "--measure", "--json", str(file)), "no folder")


def refuse(result: Result, said: str) -> None:
    assert result.exit_code == 2
    assert result.stdout == ""
    assert said in result.stderr
    assert "Traceback" not in result.output


def test_a_reader_that_has_seen_enough_ends_it_quietly(kept: Path) -> None:
    command = [GEN, "compare", PRODUCTS, "--from", kept]
    with subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        said = process.stderr.read()
        assert process.wait(SECONDS) == 1
    assert said == ""


FAILING = """
import contextlib

class ServeError(Exception): ...
class Host:
    def __init__(self, **_): ...
class Settings(Host): ...
def run(*_, **__): ...
def loop_factory(): ...
@contextlib.asynccontextmanager
async def serving(*_, **__):
    raise ServeError("cannot listen at 127.0.0.1:8000: Address already in use")
    yield
"""


def test_a_port_in_use_is_said(products: trial.Trial) -> None:
    found = trial.Trial(bound=products.bound)
    found.files["_support/serve.py"] = FAILING.encode()
    with pytest.raises(MeasureError, match=r"REST server did not start: .* already in use"):
        run(found, operations=["GetProduct"], rounds=1, budget=0.1)


class Measuring:
    """A running ``gen compare --measure``, with a terminal for its errors and progress."""

    def __init__(self, process: "subprocess.Popen[bytes]", terminal: int) -> None:
        self.process = process
        self.said = ""
        self._terminal = terminal

    def until(self, pattern: str) -> None:
        end = time.monotonic() + SECONDS
        while not re.search(pattern, self.said):
            assert time.monotonic() < end, self.said
            assert self._read(), self.said

    def ended(self) -> int:
        while self._read():
            pass
        return self.process.wait(SECONDS)

    def servers(self) -> list[int]:
        """The processes that it started and that still run."""
        found = []
        for folder in Path("/proc").glob("[0-9]*"):
            try:
                fields = (folder / "stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue
            if int(fields[1]) == self.process.pid and fields[0] != "Z":
                found.append(int(folder.name))
        return found

    def _read(self) -> bool:
        try:
            said = os.read(self._terminal, 4096)
        except OSError:  # the other side is closed
            return False
        self.said += said.decode(errors="replace")
        return bool(said)


@contextmanager
def measuring(folder: Path, *before: str) -> Iterator[Measuring]:
    """Measure into a folder; temporary files lie below it too. before: what starts the command."""
    (folder / "tmp").mkdir()
    ours, theirs = pty.openpty()
    command = [GEN, "compare", PRODUCTS, "--measure", "--operation", "GetProduct"]
    process = subprocess.Popen(
        [*before, *command, "--json", folder / "m.json", "--html", folder / "m.html"],
        cwd=ROOT,
        env=os.environ | {"TMPDIR": str(folder / "tmp")},
        stdout=theirs,
        stderr=theirs,
        start_new_session=True,
        # Under nohup a signal that the tests send would be ignored from the start.
        preexec_fn=lambda: signal.signal(signal.SIGHUP, signal.SIG_DFL),
    )
    os.close(theirs)
    try:
        yield Measuring(process, ours)
    finally:
        process.kill()
        process.wait()
        os.close(ours)


def listening(process: int) -> set[int]:
    """The ports that a process listens at."""
    folder = Path(f"/proc/{process}")
    links = (link.readlink() for link in (folder / "fd").iterdir() if link.is_symlink())
    sockets = {str(link)[8:-1] for link in links if str(link).startswith("socket:")}
    found = set()
    for name in ("tcp", "tcp6"):
        for line in (folder / "net" / name).read_text().splitlines()[1:]:
            fields = line.split()
            if fields[3] == "0A" and fields[9] in sockets:
                found.add(int(fields[1].rpartition(":")[2], 16))
    return found


def assert_nothing_is_left(folder: Path, servers: list[int], ports: set[int]) -> None:
    assert [path.name for path in folder.iterdir()] == ["tmp"]
    assert list((folder / "tmp").iterdir()) == []
    for server in servers:
        with pytest.raises(ProcessLookupError):
            os.kill(server, 0)
    for port in ports:
        with pytest.raises(ConnectionRefusedError):
            socket.create_connection(("127.0.0.1", port)).close()


proc = pytest.mark.skipif(not Path("/proc/self/net/tcp").exists(), reason="needs Linux's /proc")


@proc
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
@pytest.mark.parametrize("moment", ["Measuring", r" [1-9]\d%"], ids=["bytes", "rounds"])
def test_interrupted_everything_is_gone(
    tmp_path: Path, number: signal.Signals, moment: str
) -> None:
    with measuring(tmp_path) as measured:
        measured.until(moment)
        servers = measured.servers()
        ports = {port for server in servers for port in listening(server)}
        assert len(servers) == len(ports) == len(registry.names())
        os.killpg(measured.process.pid, number)
        assert measured.ended() == 1
        assert "Interrupted: every server is stopped, nothing is kept." in measured.said
        assert "Traceback" not in measured.said
        assert_nothing_is_left(tmp_path, servers, ports)


@proc
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_begun_in_the_background_of_a_script_it_can_be_ended(
    tmp_path: Path, number: signal.Signals
) -> None:
    """There, a shell has SIGINT ignored."""
    with measuring(tmp_path, "sh", "-c", 'trap "" INT; exec "$@"', "sh") as measured:
        measured.until(r" [1-9]\d%")
        servers = measured.servers()
        measured.process.send_signal(number)
        assert measured.ended() == 1
        assert "Interrupted: every server is stopped, nothing is kept." in measured.said
        assert_nothing_is_left(tmp_path, servers, set())


@proc
@pytest.mark.parametrize("which", range(3))
@pytest.mark.parametrize("moment", ["Measuring", r" [1-9]\d%"], ids=["bytes", "rounds"])
def test_a_server_that_dies_ends_it_with_the_reason(
    tmp_path: Path, moment: str, which: int
) -> None:
    with measuring(tmp_path) as measured:
        measured.until(moment)
        servers = measured.servers()
        ports = {port for server in servers for port in listening(server)}
        os.kill(sorted(servers)[which], signal.SIGKILL)
        assert measured.ended() == 1
        assert re.search(r"error: the \S+ server ended with code -9", measured.said)
        assert "nothing is kept" in measured.said
        assert "Traceback" not in measured.said
        assert_nothing_is_left(tmp_path, servers, ports)


@proc
def test_killed_itself_it_leaves_no_server(tmp_path: Path) -> None:
    with measuring(tmp_path) as measured:
        measured.until(r" [1-9]\d%")
        servers = measured.servers()
        measured.process.kill()
        measured.ended()
        end = time.monotonic() + SECONDS
        while any(Path(f"/proc/{server}/fd").exists() for server in servers):
            assert time.monotonic() < end
            time.sleep(0.05)
        assert not (tmp_path / "m.json").exists()
