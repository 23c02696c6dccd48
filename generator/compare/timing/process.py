"""Runs the server of some styles as a process of its own, and asks it what it costs."""

import contextlib
import functools
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec

_PATIENCE = 10  # seconds for a server to end once it is told to
_DYING = 0.5  # seconds between the last sign of a process and its end
_LINES = 5


class MeasureError(Exception):
    """A reason why the measurement cannot go on, for people."""


class ServerProcess:
    """A server that runs, or is about to."""

    def __init__(self, process: subprocess.Popen[str], title: str, errors: Path) -> None:
        self._process = process
        self._title = title
        self._errors = errors

    @functools.cached_property
    def targets(self) -> dict[str, str]:
        """What the clients of each style take; waits until it serves: several start at once."""
        found: dict[str, str] = self._heard("targets")
        return found

    @property
    def target(self) -> str:
        """What the clients of the first style take."""
        return next(iter(self.targets.values()))

    @property
    def pid(self) -> int:
        """The number of the process."""
        return self._process.pid

    def serves(self) -> None:
        """Wait until it does; raise MeasureError if it does not."""
        assert self.targets

    def cpu(self) -> float:
        """CPU seconds that it has used so far, in user and system mode."""
        return float(self._ask("cpu", "cpu"))

    def resize(self, items: int) -> None:
        """Make lists and streams have this many items from now on; 0: those of the example."""
        self._ask(f"items {items}", "items")

    def counts(self) -> dict[str, int]:
        """How often each method was called, where the server is watched."""
        found: dict[str, int] = self._ask("counts", "counts")
        return found

    def hold(self) -> None:
        """Answer no call until ``release``, where the server is watched."""
        self._ask("hold", "done")

    def release(self) -> None:
        """Answer those that are held, and all that come."""
        self._ask("release", "done")

    def kill(self) -> None:
        """End it at once, in the midst of its calls."""
        self._process.kill()
        self._process.wait()

    def check(self) -> None:
        """Raise MeasureError if the server has died: its connections may have ended before it."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(_DYING)
            raise MeasureError(self._death())

    def _ask(self, command: str, key: str) -> Any:
        assert self._process.stdin is not None
        self.serves()
        try:
            self._process.stdin.write(f"{command}\n")
            self._process.stdin.flush()
        except OSError:
            raise MeasureError(self._death()) from None
        return self._heard(key)

    def _heard(self, key: str) -> Any:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            raise MeasureError(self._death())
        event: dict[str, Any] = msgspec.json.decode(line)
        if "error" in event:
            raise MeasureError(f"the {self._title} server did not start: {event['error']}")
        return event[key]

    def _death(self) -> str:
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(_PATIENCE)
        lines = self._errors.read_text(errors="replace").strip().splitlines()[-_LINES:]
        said = "".join(f"\n  {line}" for line in lines)
        return f"the {self._title} server ended with code {self._process.returncode}{said}"


@contextlib.contextmanager
def emitted(files: Mapping[str, bytes], answers: bytes) -> Iterator[Path]:
    """Write the emitted files to a folder of their own while the block runs."""
    with tempfile.TemporaryDirectory(prefix="gen-measure-") as name:
        folder = Path(name)
        for path, content in files.items():
            place = folder / "emitted" / path
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(content)
        (folder / "answers.json").write_bytes(answers)
        yield folder


@contextlib.contextmanager
def started(
    folder: Path,
    contract: str,
    styles: Sequence[str],
    title: str,
    cores: Iterable[int] = (),
    *,
    asks: bool = False,
    watched: bool = False,
) -> Iterator[ServerProcess]:
    """Run the server of some styles while the block runs; it never outlives it.

    title: what it is called in errors, its own; cores: those that it is kept to; any, when there
    are none; asks: it wants credentials; watched: it counts calls, and can hold them.
    """
    errors = folder / f"{title}.log"
    does = " ".join(word for word, on in {"asks": asks, "watched": watched}.items() if on)
    arguments = [str(folder), f"emitted.{contract}", ",".join(styles)]
    arguments += [str(folder / "answers.json"), ",".join(map(str, sorted(cores))), does]
    with errors.open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "generator.compare.timing.server", *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
            start_new_session=True,  # Ctrl-C is for the one who measures
        )
    try:
        yield ServerProcess(process, title, errors)
    finally:
        _end(process)


def _end(process: subprocess.Popen[str]) -> None:
    """Close its standard input, which ends it; then less and less politely."""
    assert process.stdin is not None
    assert process.stdout is not None
    with contextlib.suppress(OSError):
        process.stdin.close()
    for insist in (process.terminate, process.kill):
        try:
            process.wait(_PATIENCE)
            break
        except subprocess.TimeoutExpired:
            insist()
    process.wait()
    process.stdout.close()
