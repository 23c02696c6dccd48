"""Runs one server as a process of its own, and reads who called it out of its access log."""

import contextlib
import json
import os
import socket
import subprocess
import threading
import time
from collections import deque
from collections.abc import Mapping, Sequence

from generator.deploy.address import split

_PATIENCE = 60.0  # seconds until it listens
_GRACE = 10.0  # seconds that it gets to end
_PAUSE = 0.02
_LINES = 12


class CannotRun(Exception):
    """Something that has to be there is not, or does not start: the message says it."""


class ServerProcess:
    """A server; ``ids`` are those of the calls that it has answered."""

    def __init__(self, title: str, command: Sequence[str], addresses: Mapping[str, str]) -> None:
        self.title = title
        self.addresses = addresses
        self.ids: deque[str] = deque(maxlen=10_000)
        self._said: deque[str] = deque(maxlen=_LINES)
        self._process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            env={**os.environ, "PYTHONUNBUFFERED": "1"},
            start_new_session=True,  # Ctrl-C is for the one who started it
        )
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    @property
    def pid(self) -> int:
        """The number of its process."""
        return self._process.pid

    @property
    def ended(self) -> int | None:
        """The status that it ended with; None while it runs."""
        return self._process.poll()

    def until_ready(self) -> None:
        """Wait until it listens at all of its addresses; raises CannotRun."""
        end = time.monotonic() + _PATIENCE
        for address in self.addresses.values():
            while not _listens(address):
                if self.ended is not None or time.monotonic() > end:
                    raise CannotRun(self._why(address))
                time.sleep(_PAUSE)
        # Someone else may listen there.
        if self.ended is not None:
            raise CannotRun(self._why("its address"))

    def stop(self) -> None:
        """End it, by its own number."""
        with contextlib.suppress(ProcessLookupError):
            self._process.terminate()
        try:
            self._process.wait(_GRACE)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._reader.join(_GRACE)
        assert self._process.stdout is not None
        self._process.stdout.close()

    def _why(self, address: str) -> str:
        self._reader.join(1 if self.ended is not None else 0)
        what = f"ended with {self.ended}" if self.ended is not None else "does not listen"
        said = "".join(f"\n  {line}" for line in self._said)
        return f"{self.title} {what} ({address}):{said}"

    def _read(self) -> None:
        """Keep the ids of calls, and the last lines of all else that it says."""
        assert self._process.stdout is not None
        for line in self._process.stdout:
            try:
                call = json.loads(line)
                self.ids.append(call["id"])
            except (ValueError, KeyError, TypeError):
                self._said.append(line.rstrip())


def _listens(address: str) -> bool:
    with contextlib.suppress(OSError), socket.create_connection(split(address), 1):
        return True
    return False
