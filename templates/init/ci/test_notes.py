"""Calls the service as its users do: through the generated servers and clients, in every style."""

import asyncio
import importlib

import pytest

from generated._support.serve import serving
from generated.notes import NoteNotFound, Notes
from generated.notes.serving import HOSTS
from notes_service import NotesInMemory

STYLES = [host.name for host in HOSTS]


@pytest.mark.parametrize("style", STYLES)
def test_a_note_is_kept_until_it_is_deleted(style: str) -> None:
    async def check() -> None:
        addresses = {style: "127.0.0.1:0"}  # any free port
        service = NotesInMemory()
        async with serving("generated.notes.serving", HOSTS, service, addresses) as targets:
            client = importlib.import_module(f"generated.notes.{style}.client")
            async with client.AsyncClient(targets[style]) as notes:
                await keep_and_delete(notes)

    asyncio.run(check())


async def keep_and_delete(notes: Notes) -> None:
    note = await notes.add_note(title="Shopping", text="Buy milk.")
    assert await notes.get_note(note_id=note.id) == note
    assert (await notes.list_notes()).notes == [note]
    await notes.delete_note(note_id=note.id)
    with pytest.raises(NoteNotFound):
        await notes.get_note(note_id=note.id)
