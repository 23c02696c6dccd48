"""Finds the word at a place, as a name of a contract is one."""

import re

from generator.editor.text import Place, Range, Text

_WORD = re.compile(r"[A-Za-z_][\w.-]*|\d[\w.]*")


def word_at(text: Text, place: Place) -> Range | None:
    """Where the word stands that a place is in, or just behind."""
    for found in _WORD.finditer(text.line(place.line)):
        end = found.start() + len(found[0].rstrip(".-"))
        if found.start() <= place.column <= end:
            return Range(Place(place.line, found.start()), Place(place.line, end))
    return None
