"""Numbers the calls of a client, so that each finds its own answer."""

import base64
import itertools
import os
from collections.abc import Iterator

from . import process


class Ids:
    """Ids that no other client and no other process has: a prefix of their own, and a number."""

    def __init__(self) -> None:
        self._numbers = itertools.count(1)
        self._begin()

    def _begin(self) -> None:
        self._prefix = base64.urlsafe_b64encode(os.urandom(6)).decode()
        self._process = process.current()

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        if self._process is not process.current():
            self._begin()
        return f"{self._prefix}-{next(self._numbers)}"
