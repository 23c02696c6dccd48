"""Keeps notes in memory: the service behind contracts/notes.yaml, written once for every style."""

import itertools

from generated._support.page_token import cut
from generated.notes import Note, NoteNotFound, NotePage, NotesService


class NotesInMemory(NotesService):
    """Implements the contract; a type checker compares each method with the one it overrides."""

    def __init__(self) -> None:
        self._notes: dict[str, Note] = {}
        self._ids = itertools.count(1)

    async def add_note(self, *, title: str, text: str = "") -> Note:
        note = Note(id=str(next(self._ids)), title=title, text=text)
        self._notes[note.id] = note
        return note

    async def get_note(self, *, note_id: str) -> Note:
        if note_id not in self._notes:
            raise NoteNotFound(note_id=note_id)
        return self._notes[note_id]

    async def list_notes(
        self,
        *,
        page_size: int = 50,
        page_token: str | None = None,
    ) -> NotePage:
        notes, token = cut(list(self._notes.values()), page_size, page_token)
        return NotePage(notes=notes, next_page_token=token)

    async def delete_note(self, *, note_id: str) -> None:
        if self._notes.pop(note_id, None) is None:
            raise NoteNotFound(note_id=note_id)


service = NotesInMemory()
