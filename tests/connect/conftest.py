"""The package generated from ``notes.yaml``, which only these tests need, and its app."""

import asyncio
import importlib
import sys
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from generator import build

CONTRACT = Path(__file__).parent / "notes.yaml"


@pytest.fixture(scope="session")
def notes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    folder = tmp_path_factory.mktemp("notes")
    build(CONTRACT, output=folder / "noted")
    sys.path.insert(0, str(folder))
    yield importlib.import_module("noted.notes")
    sys.path.remove(str(folder))


class Notes:
    """Keeps one note; ``heard`` is what calls have said besides their messages."""

    def __init__(self, notes: Any) -> None:
        self._notes = notes
        self._current = importlib.import_module("noted._support.call").current_call
        self.note = notes.Note(id="1", text="a", size=2**53 + 1, colour=notes.Colour.RED)
        self.heard: Any = None
        self.full = notes.Full
        self.ended = asyncio.Event()

    async def add_note(self, *, text: str, size: int | None, colour: Any) -> Any:
        self.heard = self._current()
        if text == "full":
            raise self._notes.Full("No room.")
        if text == "crash":
            raise RuntimeError("the secret")
        return self._notes.Note(id="2", text=text, size=size, colour=colour)

    async def get_note(self, *, note_id: str) -> Any:
        if note_id != "1":
            raise self._notes.NoteNotFound("There is no such note.", note_id=note_id)
        return self.note

    async def replace_note(self, *, note_id: str, text: str, size: Any, colour: Any) -> Any:
        self.note = self._notes.Note(id=note_id, text=text, size=size, colour=colour)
        return self.note

    async def draw(self, *, shape: Any) -> Any:
        side = getattr(shape, "side", 0)
        return self._notes.DrawResult(area=side * side)

    async def whoami(self) -> Any:
        return self._notes.WhoamiResult(name=self._current().principal.subject)

    async def wait(self, *, seconds: float) -> None:
        try:
            await asyncio.sleep(seconds)
        finally:
            self.ended.set()

    async def watch_notes(self, *, count: int) -> AsyncIterator[Any]:
        for at in range(count):
            yield self._notes.Note(id=str(at), text="n" * 2000)
        if count == 3:
            raise self._notes.Full("Three are enough.")

    async def send_notes(self, *, notes: AsyncIterator[Any]) -> Any:
        texts = [note.text async for note in notes]
        return self._notes.SendNotesResult(count=len(texts), text="".join(texts))

    async def chat(self, *, notes: AsyncIterator[Any]) -> AsyncIterator[Any]:
        async for note in notes:
            yield self._notes.Note(id="1", text=note.text)


@pytest.fixture
def service(notes: Any) -> Notes:
    return Notes(notes)


@pytest.fixture
def app(service: Notes) -> Callable[..., Any]:
    """Makes an app with these options."""

    def make(**options: Any) -> Any:
        server = importlib.import_module("noted.notes.connect.server")
        support = importlib.import_module("noted._support")

        async def authenticate(credentials: Any) -> Any:
            token = credentials["token"].token
            return support.Principal(subject=token) if token == "ada" else None

        return server.create_app(service, **{"authenticate": authenticate, **options})

    return make
