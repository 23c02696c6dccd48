"""``gen lsp`` as a process, driven over stdio by the client of pytest-lsp."""

import asyncio
import contextlib
import sys
from collections.abc import Callable, Coroutine, Iterator
from pathlib import Path
from typing import Any, TypeVar

from lsprotocol import types as lsp
from pytest_lsp import LanguageClient, make_test_lsp_client

from generator.editor.text import Place, Range, Text

T = TypeVar("T")
_LONG = 60.0  # seconds after which something hangs


class Session:
    """One client, its server, and what the server told it."""

    def __init__(self, runner: asyncio.Runner, root: Path) -> None:
        self._runner = runner
        self.root = root
        self.client: LanguageClient = make_test_lsp_client()
        self.capabilities: lsp.ServerCapabilities
        self.texts: dict[str, Text] = {}
        self.refreshed = asyncio.Event()
        self._versions: dict[str, int] = {}

        @self.client.feature(lsp.WORKSPACE_CODE_LENS_REFRESH)
        def refreshed(_params: None) -> None:
            self.refreshed.set()

    def run(self, answer: Coroutine[Any, Any, T]) -> T:
        """Wait for an answer."""
        return self._runner.run(asyncio.wait_for(answer, _LONG))

    def start(self, encodings: list[lsp.PositionEncodingKind] | None = None) -> None:
        """Start the server and agree on an encoding."""
        general = lsp.GeneralClientCapabilities(position_encodings=encodings)
        kinds = [lsp.MarkupKind.Markdown, lsp.MarkupKind.PlainText]
        item = lsp.ClientCompletionItemOptions(documentation_format=kinds)
        document = lsp.TextDocumentClientCapabilities(
            hover=lsp.HoverClientCapabilities(content_format=kinds),
            completion=lsp.CompletionClientCapabilities(completion_item=item),
        )
        refresh = lsp.CodeLensWorkspaceClientCapabilities(refresh_support=True)
        workspace = lsp.WorkspaceClientCapabilities(code_lens=refresh)
        params = lsp.InitializeParams(
            capabilities=lsp.ClientCapabilities(
                general=general, text_document=document, workspace=workspace
            ),
            root_uri=self.root.as_uri(),
        )
        command = "import sys; sys.argv[0] = 'gen'; from generator.cli import main; main()"
        self.run(self.client.start_io(sys.executable, "-c", command, "lsp"))
        self.capabilities = self.run(self.client.initialize_session(params)).capabilities

    @property
    def pid(self) -> int:
        """The process of the server."""
        process = self.client._server
        assert process is not None
        return int(process.pid)

    def uri(self, name: str) -> str:
        """The URI of a file of the project."""
        return (self.root / name).as_uri()

    def open(self, name: str, text: str) -> str:
        """Open a file with a text; its URI."""
        uri = self.uri(name)
        self._versions[uri] = 1
        self.texts[uri] = Text(text)
        document = lsp.TextDocumentItem(uri, "yaml", 1, text)
        self.client.text_document_did_open(lsp.DidOpenTextDocumentParams(document))
        return uri

    def close(self, uri: str) -> None:
        """Close a file."""
        document = lsp.TextDocumentIdentifier(uri)
        self.client.text_document_did_close(lsp.DidCloseTextDocumentParams(document))

    def change(self, uri: str, text: str, where: lsp.Range | None = None) -> int:
        """Replace a range, or the whole text; the version that it has then."""
        self._versions[uri] += 1
        change: lsp.TextDocumentContentChangeEvent
        if where is None:
            change = lsp.TextDocumentContentChangeWholeDocument(text)
        else:
            change = lsp.TextDocumentContentChangePartial(range=where, text=text)
        document = lsp.VersionedTextDocumentIdentifier(uri=uri, version=self._versions[uri])
        self.client.text_document_did_change(lsp.DidChangeTextDocumentParams(document, [change]))
        return self._versions[uri]

    def diagnostics(
        self, uri: str, wanted: Callable[[list[lsp.Diagnostic]], bool]
    ) -> list[lsp.Diagnostic]:
        """What is shown for a file, once it is what is wanted."""

        async def wait() -> list[lsp.Diagnostic]:
            while uri not in self.client.diagnostics or not wanted([*self.client.diagnostics[uri]]):
                await self.client.wait_for_notification(lsp.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)
            return [*self.client.diagnostics[uri]]

        return self.run(wait())

    def codes(self, uri: str, *codes: str) -> list[lsp.Diagnostic]:
        """What is shown for a file, once it has exactly these codes."""
        return self.diagnostics(uri, lambda found: sorted(str(d.code) for d in found) == [*codes])

    def hover(self, uri: str, place: Place) -> str:
        """The text of a hover; "" where there is none."""
        params = lsp.HoverParams(lsp.TextDocumentIdentifier(uri), position(place))
        found = self.run(self.client.text_document_hover_async(params))
        if found is None:
            return ""
        assert isinstance(found.contents, lsp.MarkupContent)
        return found.contents.value

    def complete(self, uri: str, place: Place) -> dict[str, lsp.CompletionItem]:
        """The candidates at a place, by label."""
        params = lsp.CompletionParams(lsp.TextDocumentIdentifier(uri), position(place))
        found = self.run(self.client.text_document_completion_async(params))
        assert isinstance(found, lsp.CompletionList)
        return {item.label: item for item in found.items}

    def actions(self, uri: str, where: lsp.Range) -> list[lsp.CodeAction]:
        """The quick fixes for a range."""
        context = lsp.CodeActionContext(diagnostics=[])
        params = lsp.CodeActionParams(lsp.TextDocumentIdentifier(uri), where, context)
        found = self.run(self.client.text_document_code_action_async(params))
        return [one for one in found or () if isinstance(one, lsp.CodeAction)]

    def edited(self, edit: lsp.WorkspaceEdit, uri: str) -> str:
        """The text of an open file after an edit; columns are code points."""
        text = self.texts[uri]
        assert edit.changes is not None
        changes = edit.changes[uri]
        for one in sorted(changes, key=lambda one: _sort(one.range.start), reverse=True):
            text = text.replaced(range_at(one.range), one.new_text)
        return text.content

    def definitions(self, uri: str, place: Place) -> list[lsp.Location]:
        """Where a word is declared."""
        params = lsp.DefinitionParams(lsp.TextDocumentIdentifier(uri), position(place))
        found = self.run(self.client.text_document_definition_async(params))
        return [found] if isinstance(found, lsp.Location) else []

    def references(self, uri: str, place: Place) -> list[lsp.Location]:
        """Where it is named, its declaration included."""
        context = lsp.ReferenceContext(include_declaration=True)
        document = lsp.TextDocumentIdentifier(uri)
        params = lsp.ReferenceParams(context, document, position(place))
        return [*(self.run(self.client.text_document_references_async(params)) or ())]

    def rename(self, uri: str, place: Place, new: str) -> lsp.WorkspaceEdit:
        """The edit that gives a word another name."""
        document = lsp.TextDocumentIdentifier(uri)
        params = lsp.RenameParams(document, position(place), new)
        found = self.run(self.client.text_document_rename_async(params))
        assert found is not None
        return found

    def symbols(self, uri: str) -> list[lsp.DocumentSymbol]:
        """What a file declares."""
        params = lsp.DocumentSymbolParams(lsp.TextDocumentIdentifier(uri))
        found = self.run(self.client.text_document_document_symbol_async(params))
        return [one for one in found or () if isinstance(one, lsp.DocumentSymbol)]

    def format(self, uri: str) -> list[lsp.TextEdit]:
        """The edits that format a file."""
        options = lsp.FormattingOptions(tab_size=2, insert_spaces=True)
        params = lsp.DocumentFormattingParams(lsp.TextDocumentIdentifier(uri), options)
        return [*(self.run(self.client.text_document_formatting_async(params)) or ())]

    def search(self, query: str) -> list[str]:
        """The names of what the project declares."""
        found = self.run(self.client.workspace_symbol_async(lsp.WorkspaceSymbolParams(query)))
        return [one.name for one in found or ()]

    def folds(self, uri: str) -> list[lsp.FoldingRange]:
        """What can be folded."""
        params = lsp.FoldingRangeParams(lsp.TextDocumentIdentifier(uri))
        return [*(self.run(self.client.text_document_folding_range_async(params)) or ())]

    def lenses(self, uri: str, wanted: Callable[[list[lsp.CodeLens]], bool]) -> list[lsp.CodeLens]:
        """The lenses of a file, once they are what is wanted: asked again when told to."""
        params = lsp.CodeLensParams(lsp.TextDocumentIdentifier(uri))

        async def wait() -> list[lsp.CodeLens]:
            while True:
                found = [*(await self.client.text_document_code_lens_async(params) or ())]
                if wanted(found):
                    return found
                self.refreshed.clear()
                await self.refreshed.wait()

        return self.run(wait())

    def stop(self) -> int | None:
        """End the server as editors do; its exit code."""
        self.run(self.client.shutdown_session())
        return 0


def position(place: Place) -> lsp.Position:
    """A place, where columns are code points."""
    return lsp.Position(place.line, place.column)


def range_at(where: lsp.Range) -> Range:
    """The same, the other way round."""
    return Range(Place(*_sort(where.start)), Place(*_sort(where.end)))


def _sort(place: lsp.Position) -> tuple[int, int]:
    return place.line, place.character


@contextlib.contextmanager
def session(
    root: Path, encodings: list[lsp.PositionEncodingKind] | None = None
) -> Iterator[Session]:
    """A server for the files of a folder."""
    with asyncio.Runner() as runner:
        made = Session(runner, root)
        made.start(encodings)
        try:
            yield made
        finally:
            made.stop()
