"""Keeps notes and answers questions about them, for the tests of QUERY."""

from collections.abc import AsyncIterable, AsyncIterator
from typing import Any

from tests.behaviour.services.paging import cut


class Notes:
    """Serves ``test.queries.v1``; ``package`` is its generated code. asked: calls by name."""

    def __init__(self, package: Any) -> None:
        self._package = package
        texts = ("red fox", "blue fox", "red hen")
        self.notes = {str(at): package.Note(id=str(at), text=t) for at, t in enumerate(texts)}
        self.asked: list[str] = []

    async def get_note(self, *, note_id: str) -> Any:
        return self.notes[note_id]

    async def add_note(self, **values: Any) -> Any:
        note = self.notes[values["id"]] = self._package.Note(**values)
        return note

    async def list_notes(
        self, *, text: str | None = None, page_size: int = 2, page_token: str | None = None
    ) -> Any:
        found = [note for note in self.notes.values() if text in (None, note.text)]
        notes, after = cut(found, page_size, page_token)
        return self._package.NotePage(notes=notes, next_page_token=after)

    async def find_notes(self, *, terms: list[Any], newest: bool | None = None) -> list[Any]:
        self.asked.append("find_notes")
        if not terms:
            raise self._package.TooVague("Say what to look for.", terms=0)
        found = self._found(terms)
        return found[::-1] if newest else found

    async def count_notes(self, *, term: Any, limit: int = 10) -> int:
        return min(limit, len(self._found([term])))

    async def pick_note(self, *, note_id: str, **_: Any) -> Any:
        self.asked.append("pick_note")
        return self.notes[note_id]

    async def run_script(self, *, script: bytes) -> Any:
        return self._package.RunScriptResult(length=len(script))

    async def watch_notes(self, *, terms: list[Any]) -> AsyncIterator[Any]:
        for note in self._found(terms):
            yield note

    async def compare_notes(self, *, notes: AsyncIterable[Any]) -> int:
        return len([note async for note in notes if note.id in self.notes])

    def _found(self, terms: list[Any]) -> list[Any]:
        return [n for n in self.notes.values() if all(term.word in n.text for term in terms)]
