"""Real proxies in front of generated servers: what is seen, and what is left when it ends."""

import asyncio
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path

import pytest
from click.testing import CliRunner

from generator.building import trial
from generator.cli import cli
from generator.compare.through import run as through_module
from generator.compare.through.run import run
from generator.compare.through.stand import Stand
from generator.compare.timing import run as timing_module
from generator.compare.timing.intermediary import Ending, Intermediary
from generator.compare.timing.process import MeasureError
from generator.compare.timing.saved import read
from generator.deploy import registry
from generator.deploy.parameter import Form, Parameter
from generator.deploy.servers import SERVERS
from generator.deploy.target import Runs
from generator.diagnostics import Problems
from generator.formats.output_tree import File
from generator.styles.route import Transport
from tests.compare.through.seen import intermediary
from tests.report import made
from tests.waiting import PATIENCE, until_by_thread

ROOT = Path(__file__).resolve().parents[3]
GEN = Path(sys.executable).with_name("gen")
PRODUCTS = str(ROOT / "contracts" / "products.yaml")
NOTES = Path(__file__).with_name("notes.yaml")


def usable(name: str) -> Runs:
    target = registry.target(name)
    assert isinstance(target, Runs)
    if target.missing():
        pytest.skip(f"it takes {target.missing()}")
    return target


def trial_of(contract: Path, styles: Sequence[str]) -> trial.Trial:
    problems = Problems()
    found = trial.prepare(contract, ROOT, problems, styles)
    assert found is not None, [problem.message for problem in problems]
    return found


def running(folder: Path) -> list[str]:
    """The processes that run in a folder, or were started with something in it."""
    found = []
    for place in Path("/proc").glob("[0-9]*"):
        try:
            command = (place / "cmdline").read_bytes().replace(b"\0", b" ").decode()
            told = f"{command} in {(place / 'cwd').readlink()}"
        except OSError:
            continue
        if str(folder) in told:
            found.append(told)
    return found


def children(pid: int) -> list[str]:
    """The commands of the processes that a process has started."""
    found = []
    for place in Path("/proc").glob("[0-9]*"):
        try:
            fields = (place / "stat").read_text().rpartition(")")[2].split()
            if int(fields[1]) == pid:
                found.append((place / "cmdline").read_bytes().replace(b"\0", b" ").decode())
        except OSError:
            continue
    return found


@pytest.fixture(scope="module", params=registry.proxies())
def found(request: pytest.FixtureRequest) -> Intermediary:
    usable(request.param)
    return run(trial_of(NOTES, ["rest", "grpc", "jsonrpc"]), request.param)


@pytest.mark.slow
def test_calls_of_one_client_are_spread_by_a_proxy_and_by_nobody_else(found: Intermediary) -> None:
    shares = {(one.style, one.proxied): one.servers for one in found.shares}
    assert len(shares) == 6
    for (_, proxied), servers in shares.items():
        assert servers == ((10, 10) if proxied else (20, 0))


@pytest.mark.slow
def test_a_lost_server_costs_what_the_contract_and_the_style_make_of_it(
    found: Intermediary,
) -> None:
    held = {(one.style, one.repeats): one for one in found.losses if one.ending is Ending.HELD}
    assert len(held) == 6
    for (style, repeats), one in held.items():
        assert 0 < one.lost < one.calls
        if not repeats or style == "jsonrpc":  # who is in between sees a POST to one place
            assert one.failed == one.lost
        elif style == "rest":
            assert one.failed == 0
    refused = [one for one in found.losses if one.ending is Ending.REFUSED]
    assert len(refused) == 6
    assert not any(one.failed for one in refused)


@pytest.mark.slow
def test_what_may_be_kept_spares_the_servers(found: Intermediary) -> None:
    seen = {(one.operation, one.style): one for one in found.stored}
    kept = seen.pop(("GetNote", "rest"))
    assert kept.hits + kept.served == kept.calls
    assert kept.hits > kept.calls / 2
    assert kept.revalidated == 1  # when it had become stale
    assert kept.upstream < kept.direct / 2
    assert {style for _, style in seen} == {"rest", "grpc", "jsonrpc"}
    for one in seen.values():
        assert one.served == one.calls > 0
        assert one.why


@pytest.mark.slow
def test_two_servers_in_turn_give_the_same_as_one(found: Intermediary) -> None:
    assert [one.style for one in found.alternations] == ["rest", "grpc", "jsonrpc"]
    for one in found.alternations:
        assert not one.different
        assert one.pages > 1
        assert one.errors < one.calls


class Broken:
    """A proxy that ends at once."""

    name, title, about = "broken", "The broken one", ""
    parameters = (*SERVERS, Parameter(name="listen", about="", form=Form.ADDRESS))

    def __init__(self, missing: str = "") -> None:
        self._missing = missing

    def emit(self, *_: object) -> Iterable[File]:
        return [File(path="broken.conf", content=b"")]

    def once(self, *_: object) -> Iterable[object]:
        return ()

    def judge(self, *_: object) -> int:
        return 0

    def missing(self) -> str:
        return self._missing

    def command(self, _folder: Path) -> Sequence[str]:
        return (sys.executable, "-c", "print('line 7: no such directive'); raise SystemExit(3)")


@pytest.mark.parametrize(
    ("missing", "said"),
    [
        ("", "line 7: no such directive"),
        ("it from somewhere", "to measure through The broken one, install it from somewhere"),
    ],
)
def test_a_proxy_that_does_not_run_is_explained(
    missing: str, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    tried = trial_of(NOTES, ["rest"])
    with tried.package() as package, pytest.raises(MeasureError, match=said):
        asyncio.run(_entered(Stand(trial=tried, package=package, target=Broken(missing))))
    assert not [*tmp_path.iterdir()]


async def _entered(stand: Stand) -> None:
    stand.check()
    async with stand.running([{Transport.HTTP: "127.0.0.1:1"}]):
        pytest.fail("it runs")


@pytest.mark.slow
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGKILL])
def test_ended_it_leaves_no_process_and_no_folder(tmp_path: Path, number: signal.Signals) -> None:
    name = next((one for one in registry.proxies() if not registry.target(one).missing()), "")
    if not name:
        pytest.skip("no proxy is installed")
    arguments = [PRODUCTS, "--measure", "--through", name, "--style", "rest"]
    process = subprocess.Popen(
        [str(GEN), "compare", *arguments, "--operation", "AddProduct"],
        stderr=subprocess.PIPE,
        text=True,
        env={"TMPDIR": str(tmp_path), "PATH": "/usr/sbin:/usr/bin:/bin"},
    )
    assert process.stderr is not None
    said = iter(process.stderr.readline, "")
    assert any("who gets the calls" in line for line in said)
    until_by_thread(lambda: any("gen-through" in one for one in running(tmp_path)))
    if number is signal.SIGKILL:  # from here on it has somebody who sees to that
        until_by_thread(lambda: any("sys.stdin.read()" in one for one in children(process.pid)))
    process.send_signal(number)
    rest = process.communicate(timeout=PATIENCE)[1]
    until_by_thread(lambda: not running(tmp_path))
    if number is signal.SIGINT:
        assert "every server is stopped" in rest
        assert process.returncode == 1
        assert not [*tmp_path.iterdir()]


def test_what_was_seen_is_kept_with_the_measurement_and_shown_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []

    def between(_trial: object, proxy: str, **others: object) -> Intermediary:
        asked.append((proxy, others["operations"]))
        return intermediary()

    measured = made.measurement(made.comparison_of(Path(PRODUCTS)))
    monkeypatch.setattr(through_module, "run", between)
    monkeypatch.setattr(timing_module, "run", lambda *_, **__: measured)
    kept, name = str(tmp_path / "kept.json"), registry.proxies()[0]
    code, said = gen("--measure", "--through", name, "--json", kept, "--operation", "GetProduct")
    assert code == 0
    assert asked == [(name, ("GetProduct",))]
    assert "What A <proxy> does in between" in said
    assert read(tmp_path / "kept.json").through == intermediary()
    again = gen("--from", kept)
    assert again[0] == 0
    assert "What A <proxy> does in between" in again[1]
    assert gen("--from", kept, "--html", str(tmp_path / "page.html"))[0] == 0
    assert "What intermediaries can do for you" in (tmp_path / "page.html").read_text()


def gen(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(cli, ["compare", PRODUCTS, *arguments], prog_name="gen")
    return result.exit_code, " ".join(result.output.split())


def test_without_a_measurement_there_is_nothing_in_between() -> None:
    code, said = gen("--through", registry.proxies()[0])
    assert code == 2
    assert "say --measure too" in said


def test_a_target_that_cannot_be_run_is_refused_with_those_that_can() -> None:
    code, said = gen("--measure", "--through", "kubernetes")
    assert code == 2
    assert f"'kubernetes' is not one of: {', '.join(registry.proxies())}" in said
