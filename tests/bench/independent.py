"""Compares what ``gen compare --measure`` says of a server with load generators not written by us.

HTTP styles: ``wrk`` (Debian's package); gRPC: a stock grpcio client, compiled from the emitted
.proto. Run: ``python -m tests.bench.independent [contract] [operation]``, on a quiet machine.

For each style and number of calls in flight, the two take turns on the same server, on the same
cores. Printed are calls per second, median latency and CPU per call of the server: of both, the
median of the rounds and half the distance between their quartiles; the ratio, the median of those
of the rounds; and whether the quartiles of the two overlap ("agrees") or not ("differs").
"""

import asyncio
import importlib
import json
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import Any

import msgspec
from grpc_tools import protoc

from generator.building import trial
from generator.building.in_memory import importable
from generator.compare.sideways.shown import shown
from generator.compare.timing import cores
from generator.compare.timing.driver import measured
from generator.compare.timing.environment import busy, environment
from generator.compare.timing.plan import plan
from generator.compare.timing.process import ServerProcess, emitted, started
from generator.compare.timing.schedule import IN_FLIGHT
from generator.compare.timing.summary import spread
from generator.compare.timing.wires import StyleUnderTest
from generator.diagnostics import Problems
from generator.styles.shown.replay import Seen

ROOT = Path(__file__).resolve().parents[2]
SECONDS = 1
ROUNDS = 7

Seeing = tuple[float, float, float]  # calls/s, median latency in s, CPU seconds of the server
Generator = Callable[[int], Seeing]  # takes the calls in flight
WHAT = (("calls/s", 1.0, 0), ("p50 ms", 1e3, 3), ("CPU µs", 1e6, 0))
TITLES = (f"{what:>7}: ours    ±   other    ± ratio        " for what, _, _ in WHAT)
LOOP: Any = None  # makes event loops


def ours(endpoint: StyleUnderTest, seen: Seen, in_flight: int) -> Seeing:
    """What the product sees when it replays the call."""

    async def run() -> Seeing:
        server = endpoint.server
        async with shown(endpoint.style).replay(server.target, seen, in_flight) as drive:
            cell = await measured(drive, server, in_flight=in_flight, seconds=SECONDS)
        return cell.calls_per_second, cell.percentile(0.5), cell.server_cpu / cell.calls

    with asyncio.Runner(loop_factory=LOOP) as runner:
        return runner.run(run())


def wrk(server: ServerProcess, request: Any, in_flight: int) -> Seeing:
    """What wrk sees; it keeps one call under way on each connection."""
    body = (request.body or b"").decode()
    lines = [f'wrk.method = "{request.method}"', f"wrk.body = {json.dumps(body)}"]
    lines += [f'wrk.headers["{name}"] = "{value}"' for name, value in request.headers.items()]
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as script:
        script.write("\n".join(lines))
        script.flush()
        command = ["wrk", "-t1", f"-c{in_flight}", f"-d{SECONDS}s", "--latency", "-s", script.name]
        before = server.cpu()
        done = subprocess.run(
            [*command, f"{server.target}{request.path}"],
            capture_output=True,
            text=True,
            check=True,
            timeout=SECONDS + 30,
        )
        cpu = server.cpu() - before
    assert "Non-2xx" not in done.stdout, done.stdout
    calls = int(_found(r"(\d+) requests in", done.stdout)[0])
    (rate,) = _found(r"Requests/sec:\s+([\d.]+)", done.stdout)
    value, unit = _found(r"50%\s+([\d.]+)(us|ms|s)", done.stdout)
    return float(rate), float(value) * {"us": 1e-6, "ms": 1e-3, "s": 1}[unit], cpu / calls


def _found(pattern: str, text: str) -> tuple[str, ...]:
    match = re.search(pattern, text)
    assert match is not None, text
    return match.groups()


def stock(server: ServerProcess, stubs: Any, request: Any, in_flight: int) -> Seeing:
    """What a stock grpcio client sees: a stub and messages that protoc made of the .proto."""
    import grpc.aio

    service, _, method = request.path[1:].rpartition("/")
    messages, stub_class = stubs(service)
    message_class = getattr(messages, request.message.DESCRIPTOR.name)
    message = message_class.FromString(request.message.SerializeToString())
    latencies: list[float] = []

    async def worker(call: Any, end: float) -> None:
        while (start := time.perf_counter()) < end:
            await call(message, metadata=request.metadata)
            latencies.append(time.perf_counter() - start)

    async def run() -> tuple[float, float]:
        async with grpc.aio.insecure_channel(server.target) as channel:
            call = getattr(stub_class(channel), method)
            await call(message, metadata=request.metadata)
            before, start = server.cpu(), time.perf_counter()
            await asyncio.gather(*(worker(call, start + SECONDS) for _ in range(in_flight)))
            return time.perf_counter() - start, server.cpu() - before

    with asyncio.Runner(loop_factory=LOOP) as runner:
        elapsed, cpu = runner.run(run())
    return len(latencies) / elapsed, median(latencies), cpu / len(latencies)


@contextmanager
def compiled(files: dict[str, bytes]) -> Iterator[Callable[[str], tuple[Any, Any]]]:
    """The emitted .proto's modules, as protoc makes them: messages, and a service's stub."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (path,) = (path for path in files if path.endswith(".proto"))
        own = path.partition("/")[2].partition("/")[2]  # below <contract>/<style>/
        (folder / own).parent.mkdir(parents=True)
        (folder / own).write_bytes(files[path])
        arguments = [f"-I{folder}", f"--python_out={folder}", f"--grpc_python_out={folder}", own]
        known = Path(protoc.__file__).parent / "_proto"
        assert protoc.main(["protoc", f"-I{known}", *arguments]) == 0
        sys.path.insert(0, name)
        try:
            module = own.removesuffix(".proto").replace("/", ".")

            def stubs(service: str) -> tuple[Any, Any]:
                found = importlib.import_module(f"{module}_pb2_grpc")
                stub = getattr(found, f"{service.rpartition('.')[2]}Stub")
                return importlib.import_module(f"{module}_pb2"), stub

            yield stubs
        finally:
            sys.path.remove(name)


def main(contract: str = "products", operation: str = "GetProduct") -> None:
    """Print the table for one operation of one contract."""
    global LOOP
    if shutil.which("wrk") is None:
        sys.exit("wrk is not installed: apt-get install wrk")
    found = trial.prepare(ROOT / "contracts" / f"{contract}.yaml", ROOT, Problems())
    assert found is not None
    mine, theirs = cores.halves()
    begin, used = time.monotonic(), busy() or 0.0
    with importable(found.files) as package, compiled(found.files) as stubs:
        LOOP = package.load("_support.serve").loop_factory()
        print(_where(bool(theirs)))
        planned = plan(found, package, [operation])
        (task,) = planned.tasks
        print(f"{'':19}" + "".join(TITLES))
        with (
            emitted(found.files, msgspec.json.encode(planned.answers)) as folder,
            cores.kept_to(mine),
        ):
            for style in found.styles:
                name = found.api.folder
                with started(folder, name, [style.name], style.title, theirs) as server:
                    endpoint = StyleUnderTest(style, server, package, name)
                    seen = asyncio.run(endpoint.wire(task)).seen
                    _compare(style.title, endpoint, seen, stubs)
    load = ((busy() or 0.0) - used) / (time.monotonic() - begin)
    print(f"The machine used {load:.2f} cores, these programs included.")


def _compare(title: str, endpoint: StyleUnderTest, seen: Seen, stubs: Any) -> None:
    for in_flight in IN_FLIGHT:
        mine, theirs = [], []
        for _ in range(ROUNDS):
            mine.append(ours(endpoint, seen, in_flight))
            if hasattr(seen.request, "method"):
                theirs.append(wrk(endpoint.server, seen.request, in_flight))
            else:
                theirs.append(stock(endpoint.server, stubs, seen.request, in_flight))
        print(f"{title:9} {in_flight:3} in fl." + _row(mine, theirs), flush=True)


def _row(mine: list[Seeing], theirs: list[Seeing]) -> str:
    cells = []
    for at, (_, scale, digits) in enumerate(WHAT):
        a, b = (spread([seeing[at] * scale for seeing in seen]) for seen in (mine, theirs))
        agree = a.middle[0] <= b.middle[1] and b.middle[0] <= a.middle[1]
        shown = (f"{one.median:9,.{digits}f} {one.width / 2:4.0%}" for one in (a, b))
        verdict = "agrees " if agree else "differs"
        ratio = median(one / other for one, other in zip(a.rounds, b.rounds, strict=True))
        cells.append(f"{' '.join(shown)} {ratio:5.2f} {verdict}")
    return "  ".join(cells)


def _where(apart: bool) -> str:
    where = environment("uvloop" if LOOP else "asyncio", apart=apart)
    return (
        f"{where.python}, {where.processor}, {where.cores} cores, {where.event_loop}, "
        f"load {where.load_before:.2f} before; {ROUNDS} rounds of {SECONDS} s for each"
    )


if __name__ == "__main__":
    main(*sys.argv[1:])
