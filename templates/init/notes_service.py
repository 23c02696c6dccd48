"""Keeps notes in memory: the service behind contracts/notes.yaml, written once for every style."""

import itertools

from generated.notes import Note, NoteNotFound, NotePage


class NotesService:
    """Implements `generated.notes.Notes`."""

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
        notes = list(self._notes.values())
        start = int(page_token or 0)
        end = start + page_size
        token = str(end) if end < len(notes) else None
        return NotePage(notes=notes[start:end], next_page_token=token)

    async def delete_note(self, *, note_id: str) -> None:
        if self._notes.pop(note_id, None) is None:
            raise NoteNotFound(note_id=note_id)


service = NotesService()
