"""Compares what ``gen compare --measure`` reports with load generators that we did not write.

HTTP styles: ``wrk`` (Debian's package); gRPC: a stock grpcio client that sends the same bytes.
Run: ``python tests/bench/independent.py [contract] [operation]``. Prints, for each style and number
of calls in flight, both generators' calls per second, median latency, and CPU per call of the
server, as the median of interleaved repetitions, with the ratio between them.

What has to agree: the CPU per call of the server, whoever drives it. Calls per second and latency
are those of client and server together, and differ where the clients do: wrk is C, ours is Python.
"""

import asyncio
import functools
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec

from generator import trial
from generator.compare.loading import importable
from generator.diagnostics import Problems
from generator.measure.driver import drive
from generator.measure.plan import plan
from generator.measure.process import ServerProcess, emitted, started

ROOT = Path(__file__).resolve().parents[2]
IN_FLIGHT = (1, 8, 64)
SECONDS = 2
REPETITIONS = 3

# calls per second, median latency in seconds, CPU seconds of the server per call
Seen = tuple[float, float, float]


def wrk(target: str, request: Any, in_flight: int, server: ServerProcess) -> Seen:
    """What wrk sees; it keeps one call under way on each connection."""
    body = (request.body or b"").decode()
    lines = [f'wrk.method = "{request.method}"', f"wrk.body = {msgspec.json.encode(body).decode()}"]
    lines += [f'wrk.headers["{name}"] = "{value}"' for name, value in request.headers.items()]
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as script:
        script.write("\n".join(lines))
        script.flush()
        script_and_url = ["-s", script.name, f"{target}{request.path}"]
        before = server.cpu()
        done = subprocess.run(
            ["wrk", "-t1", f"-c{in_flight}", f"-d{SECONDS}s", "--latency", *script_and_url],
            capture_output=True,
            text=True,
            check=True,
            timeout=SECONDS + 30,
        )
        cpu = server.cpu() - before
    assert "Non-2xx" not in done.stdout, done.stdout
    calls = int(re.search(r"(\d+) requests in", done.stdout)[1])  # type: ignore[index]
    rate = float(re.search(r"Requests/sec:\s+([\d.]+)", done.stdout)[1])  # type: ignore[index]
    value, unit = re.search(r"50%\s+([\d.]+)(us|ms|s)", done.stdout).groups()  # type: ignore[union-attr]
    return rate, float(value) * {"us": 1e-6, "ms": 1e-3, "s": 1}[unit], cpu / calls


def stock_grpc(target: str, request: Any, in_flight: int, server: ServerProcess) -> Seen:
    """What a plain grpcio client sees that knows nothing but the path and the bytes."""
    import grpc.aio

    message = request.message.SerializeToString()
    latencies: list[float] = []

    async def worker(call: Any, end: float) -> None:
        while time.perf_counter() < end:
            start = time.perf_counter()
            await call(message)
            latencies.append(time.perf_counter() - start)

    async def run() -> float:
        async with grpc.aio.insecure_channel(target) as channel:
            call = channel.unary_unary(request.path)
            await call(message)
            start = time.perf_counter()
            await asyncio.gather(*(worker(call, start + SECONDS) for _ in range(in_flight)))
            return time.perf_counter() - start

    before = server.cpu()
    elapsed = asyncio.run(run())
    cpu = server.cpu() - before
    return len(latencies) / elapsed, statistics.median(latencies), cpu / len(latencies)


def ours(client_class: Any, task: Any, in_flight: int, server: ServerProcess) -> Seen:
    """What the product's own driver sees, with the generated async client."""

    async def run() -> Seen:
        async with client_class(server.target) as client:
            call = functools.partial(getattr(client, task.method), **task.arguments)
            await call()
            cell = await drive(call, server, in_flight=in_flight, seconds=SECONDS, least=1)
            rate = cell.calls / cell.elapsed
            return rate, cell.percentile(0.5), cell.server_cpu / cell.calls

    return asyncio.run(run())


def main(contract: str = "products", operation: str = "GetProduct") -> None:
    """Print the table for one operation of one contract."""
    if shutil.which("wrk") is None:
        sys.exit("wrk is not installed: apt-get install wrk")
    problems = Problems()
    found = trial.prepare(ROOT / "contracts" / f"{contract}.yaml", ROOT, problems)
    assert found is not None, list(problems)
    print(f"{'':34}calls/s{'':15}p50 ms{'':16}server CPU µs")
    print(f"{'':32}{'ours':>7} {'other':>7} {'ratio':>6}" + f"{'ours':>8} {'other':>6} ratio" * 2)
    with importable(found.files) as package:
        planned = plan(found.api, package, found.styles, [operation])
        (task,) = planned.tasks
        with emitted(found.files, msgspec.json.encode(planned.answers)) as folder:
            for style in found.styles:
                module = package.load(f"{found.api.folder}.{style.name}.client")
                request = _request(module.Client, package, found.api.folder, task)
                other: Callable[..., Seen] = wrk if hasattr(request, "method") else stock_grpc
                with started(folder, found.api.folder, style.name, style.title) as server:
                    for in_flight in IN_FLIGHT:
                        a, b = [], []
                        for _ in range(REPETITIONS):
                            a.append(ours(module.AsyncClient, task, in_flight, server))
                            b.append(other(server.target, request, in_flight, server))
                        _print(style.title, in_flight, other.__name__, a, b)


def _request(client: Any, package: Any, folder: str, task: Any) -> Any:
    """What the generated client would send, without sending it."""
    options = package.load("_support.call").NO_OPTIONS
    table = package.load(f"{folder}.operations").OPERATIONS
    entry = next(entry for entry in table if entry.name == task.operation)
    return client.codec().encode(entry, task.arguments, options)


def _print(title: str, in_flight: int, other: str, a: list[Seen], b: list[Seen]) -> None:
    cells = []
    for at, scale in ((0, 1.0), (1, 1e3), (2, 1e6)):
        mine = statistics.median(seen[at] for seen in a) * scale
        theirs = statistics.median(seen[at] for seen in b) * scale
        digits = 2 if at == 1 else 0
        cells.append(f"{mine:8,.{digits}f} {theirs:7,.{digits}f} {mine / theirs:5.2f}")
    print(f"{title:9} {in_flight:3} in flight  {other:10}" + " ".join(cells), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
