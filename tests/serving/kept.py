"""A service that writes down when it is entered and left, and tells which process serves."""

import asyncio
import os
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any, Self

from generated.products import Product
from tests.serving.shop import begun, product


def _write(word: str) -> None:
    with Path(os.environ["KEPT_LOG"]).open("a") as log:
        log.write(f"{word} {os.getpid()}\n")


class Plain:
    """``get_product`` tells its process; a number as the key sleeps as many seconds."""

    async def get_product(self, *, product_id: str) -> Product:
        if product_id == "die":
            os._exit(3)
        if product_id != "me":
            begun()
            await asyncio.sleep(float(product_id))
        return product(str(os.getpid()))

    def delete_product(self, *, product_id: str) -> None:
        begun()
        time.sleep(float(product_id))


class Kept(Plain):
    """An async context manager."""

    async def __aenter__(self) -> Self:
        _write("entered")
        return self

    async def __aexit__(self, *_: object) -> None:
        _write("left")

    async def get_product(self, *, product_id: str) -> Product:
        found = await super().get_product(product_id=product_id)
        _write("answered")
        return found


class KeptSync(Plain):
    """A context manager that gives nothing."""

    def __enter__(self) -> None:
        _write("entered")

    def __exit__(self, *_: object) -> None:
        _write("left")


@asynccontextmanager
async def made() -> AsyncIterator[Plain]:
    """Gives the service instead of being it."""
    _write("made")
    yield Plain()
    _write("unmade")


@contextmanager
def made_sync() -> Iterator[Any]:
    _write("made")
    yield Plain()
    _write("unmade")


class Broken(Plain):
    async def __aenter__(self) -> Self:
        raise ConnectionError("no database at db.example")

    async def __aexit__(self, *_: object) -> None: ...


class Stuck(Plain):
    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        raise ConnectionError("cannot write to the journal")
