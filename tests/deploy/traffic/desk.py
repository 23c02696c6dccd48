"""The service of contracts/desk.yaml: does what a test tells it, and counts."""

import asyncio
import importlib
from collections import Counter
from collections.abc import AsyncIterable, AsyncIterator
from typing import Any

from generator.runtime import ApiKey, Bearer, Credentials, Principal
from tests.deploy.traffic.behind import SERVER

CHUNK = 65536


async def anybody(credentials: Credentials) -> Principal | None:
    """Who shows a token or key is who it says."""
    for one in credentials.values():
        match one:
            case Bearer(token) | ApiKey(token):
                return Principal(token)
    return None


class Desk:
    """Keeps notes.

    done: how often each method was begun, and how often for each id; ended: those that came to
    their end, however; dying: how many of the next calls take their server with them; held: calls
    wait until it is set.
    """

    def __init__(self, package: str) -> None:
        self._types = importlib.import_module(f"{package}.types")
        self._errors = importlib.import_module(f"{package}.errors")
        self._current = importlib.import_module(
            f"{package.rpartition('.')[0]}._support"
        ).current_call
        self.notes: dict[str, str] = {"a": "first", "b": "second"}
        self.done: Counter[str] = Counter()
        self.ended: Counter[str] = Counter()
        self.dying = 0
        self.out_of_order = False
        self.held = asyncio.Event()
        self.held.set()
        self.seen: list[int] = []
        self.size = 0
        self.step = asyncio.Semaphore(0)

    def piece(self, number: int) -> Any:
        """An item of a client's stream."""
        return self._types.Piece(number=number)

    async def _begin(self, name: str, id: str = "") -> None:
        self.done[name] += 1
        self.done[id] += 1
        try:
            if self.dying:
                self.dying -= 1
                SERVER.get().cut()
                await asyncio.Event().wait()
            await self.held.wait()
        finally:
            self.ended[name] += 1

    def _note(self, id: str) -> Any:
        principal = self._current().principal
        reader = "" if principal is None else principal.subject
        if self.out_of_order:
            raise self._errors.OutOfOrder
        if id not in self.notes:
            raise self._errors.NoSuchNote(id=id)
        return self._types.Note(id=id, text=self.notes[id], reader=reader)

    def _saw(self) -> Any:
        call = self._current()
        return self._types.Seen(
            remaining=call.remaining(),
            trace=call.headers.get("traceparent"),
            server=SERVER.get().number,
        )

    async def add_note(self, *, id: str, text: str = "") -> Any:
        await self._begin("add_note")
        self.notes[id] = text
        return self._note(id)

    async def get_note(self, *, note_id: str) -> Any:
        await self._begin("get_note")
        return self._note(note_id)

    async def list_notes(self, *, page_size: int = 50, page_token: str | None = None) -> Any:
        await self._begin("list_notes")
        first = int(page_token or 0)
        names = sorted(self.notes)
        notes = [self._note(name) for name in names[first : first + page_size]]
        more = first + page_size < len(names)
        return self._types.NotePage(
            notes=notes, next_page_token=str(first + page_size) if more else None
        )

    async def remove_note(self, *, note_id: str) -> None:
        await self._begin("remove_note")
        self._note(note_id)
        del self.notes[note_id]

    async def read_open(self, *, id: str) -> Any:
        await self._begin("read_open")
        return self._note(id)

    read_shared = read_own = read_by_key = read_hidden = read_fresh = read_open

    async def ask_open(self, *, id: str, words: list[str]) -> Any:
        await self._begin("ask_open")
        return self._types.Note(id=id, text=" ".join(words), reader="")

    async def look(self) -> Any:
        await self._begin("look")
        return self._saw()

    async def do(self, *, id: str) -> Any:
        await self._begin("do", id)
        return self._saw()

    async def put(self, *, id: str) -> Any:
        await self._begin("put", id)
        return self._saw()

    async def try_(self, *, id: str) -> Any:
        await self._begin("try_", id)
        return self._saw()

    async def peek(self, *, id: str) -> Any:
        await self._begin("peek", id)
        return self._saw()

    async def wait(self) -> Any:
        await self._begin("wait")
        return self._saw()

    async def watch(self, *, upto: int) -> AsyncIterator[Any]:
        """Goes on after an item when it is told that the item has come."""
        self.done["watch"] += 1
        try:
            for number in range(upto):
                yield self._types.Piece(number=number)
                await self.step.acquire()
        finally:
            self.ended["watch"] += 1

    async def collect(self, *, pieces: AsyncIterable[Any]) -> Any:
        self.done["collect"] += 1
        try:
            async for piece in pieces:
                self.seen.append(piece.number)
        finally:
            self.ended["collect"] += 1
        return self._types.CollectResult(count=len(self.seen))

    async def talk(self, *, pieces: AsyncIterable[Any]) -> AsyncIterator[Any]:
        self.done["talk"] += 1
        try:
            async for piece in pieces:
                self.seen.append(piece.number)
                yield piece
        finally:
            self.ended["talk"] += 1

    async def upload(self, *, content: AsyncIterable[bytes]) -> Any:
        self.done["upload"] += 1
        async for chunk in content:
            self.size += len(chunk)
        return self._types.UploadResult(size=self.size)

    async def download(self, *, size: int) -> AsyncIterator[bytes]:
        """Waits behind the first chunk until it is told that it has come."""
        self.done["download"] += 1
        for start in range(0, size, CHUNK):
            yield bytes(min(CHUNK, size - start))
            if start == 0:
                await self.step.acquire()
