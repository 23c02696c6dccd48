"""A fuzzer types and deletes: no error, no lost text, and answers go on.

``LSP_FUZZ_SECONDS=60`` lets it type for a minute instead of some hundred changes.
"""

import os
import random
import time
from pathlib import Path

import pytest
from lsprotocol import types as lsp

from generator.editor.layout import changes
from generator.editor.text import Place, Range, Text, units
from tests.editor.marked import SHOP, at
from tests.editor.session import Session, session

pytestmark = pytest.mark.slow  # the process is started by pytest-lsp

SECONDS = float(os.environ.get("LSP_FUZZ_SECONDS", "0"))
SEED = int(os.environ.get("LSP_FUZZ_SEED", "20"))
CHANGES = 120
PIECES = [
    *("{", "}", "[", "]", ": ", ",", "'", '"', "- ", "\n", "\n  ", "\n    ", "#", "|", ">"),
    *("\t", "\r\n", "\r", "\u2028", "\x0c", "\x85", "\x00", "😀", "é", "\ufeff", "<<: ", "? "),
    *("types:\n", "  Thing:\n    fields:\n", "operations:\n", "errors: [", "list<", "&a ", "*a"),
    *("Product", "create", "imports: {x: shop.yaml}\n", "type: string", "examples:\n", "---\n"),
    *("rest: GET /a/{", "!!binary "),
]


def test_answers_go_on_whatever_is_typed(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text('[tool.gen.lint]\nselect = ["LINT301"]\n')
    with session(tmp_path) as server:
        uri = server.open("shop.yaml", SHOP)
        expected = server.hover(uri, at(SHOP, "AddProduct"))
        text = Text(SHOP)
        chance = random.Random(SEED)
        end = time.monotonic() + SECONDS
        number = 0
        while number < CHANGES if not SECONDS else time.monotonic() < end:
            number += 1
            where, new = _typed(text, chance)
            server.change(uri, new, _in_units(text, where))
            text = text.replaced(where, new)
            if number % 5 == 0:
                _ask(server, uri, text, chance)
        for where, new in reversed(changes(text, Text(SHOP))):
            server.change(uri, new, _in_units(text, where))
        assert server.codes(uri) == []
        assert server.hover(uri, at(SHOP, "AddProduct")) == expected
        assert [one.message for one in server.client.messages] == []
        wrong = [one for one in server.client.log_messages if one.type == lsp.MessageType.Error]
        assert [one.message for one in wrong] == []


def _typed(text: Text, chance: random.Random) -> tuple[Range, str]:
    """A change; of a text that got too long or empty, all of it."""
    if len(text.content) > 3 * len(SHOP) or not text.content.strip():
        return Range(Place(0, 0), Place(len(text.lines), 0)), SHOP
    start = _place(text, chance)
    length = chance.choice((0, 0, 0, 1, 3, 40))
    stop = Place(start.line + (length > 20), start.column + length)
    pieces = chance.choices(PIECES, k=chance.choice((0, 1, 1, 2)))
    return Range(start, max(start, stop)), "".join(pieces)


def _place(text: Text, chance: random.Random) -> Place:
    line = chance.randrange(len(text.lines))
    return Place(line, chance.randint(0, len(text.line(line))))


def _in_units(text: Text, where: Range) -> lsp.Range:
    """A range as this client counts it: in UTF-16, no place beyond a line."""
    return lsp.Range(*(_position(text, place) for place in where))


def _position(text: Text, place: Place) -> lsp.Position:
    line = text.line(place.line)
    return lsp.Position(place.line, units(line, min(place.column, len(line)), "utf-16"))


def _ask(server: Session, uri: str, text: Text, chance: random.Random) -> None:
    """Every question once, each at a place of its own; no answer is an error."""
    client, document = server.client, lsp.TextDocumentIdentifier(uri)
    place = _position(text, _place(text, chance))
    again = _position(text, _place(text, chance))
    server.run(client.text_document_completion_async(lsp.CompletionParams(document, place)))
    server.run(client.text_document_hover_async(lsp.HoverParams(document, again)))
    server.run(client.text_document_definition_async(lsp.DefinitionParams(document, again)))
    context = lsp.ReferenceContext(include_declaration=True)
    references = lsp.ReferenceParams(context, document, place)
    server.run(client.text_document_references_async(references))
    server.run(client.text_document_prepare_rename_async(lsp.PrepareRenameParams(document, place)))
    server.run(client.text_document_code_lens_async(lsp.CodeLensParams(document)))
    server.run(client.text_document_folding_range_async(lsp.FoldingRangeParams(document)))
    server.symbols(uri)
    server.actions(uri, lsp.Range(place, place))
    if chance.random() < 0.1:
        server.format(uri)
