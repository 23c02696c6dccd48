"""The language server: LSP 3.17 over the functions of this package, by pygls."""

import asyncio
import re
from concurrent.futures import ThreadPoolExecutor
from importlib.metadata import version
from pathlib import Path
from typing import BinaryIO

from lsprotocol import types as lsp
from pygls.lsp.server import LanguageServer

from generator.diagnostics import Diagnostic, Span
from generator.editor.checking import Checking
from generator.editor.complete import complete
from generator.editor.convert import Converter, path_of
from generator.editor.hover import hover
from generator.editor.project import Project
from generator.editor.text import Range, Text
from generator.editor.travels import Travels

_CONTRACT = re.compile(r"^contract[ \t]*:", re.MULTILINE)
_TRIGGERS = [" ", "{", "[", "<", ".", ":"]


class Server(LanguageServer):
    """One editor's session."""

    def __init__(self) -> None:
        super().__init__("gen", version("diptych"))
        self.project = Project()
        self.uris: dict[Path, str] = {}
        self.versions: dict[Path, int] = {}
        self.found: dict[Path, list[Diagnostic]] = {}  # by the contract that was looked at
        self.shown: dict[Path, set[Path]] = {}  # the files in which that was found
        self.travels = Travels()
        self.threads = ThreadPoolExecutor(1, "operations")
        self.checking = Checking(self.texts, self.publish, self._complain)

    @property
    def convert(self) -> Converter:
        """Places as the client counts them."""
        encoding = self.workspace.position_encoding or "utf-16"
        name = str(getattr(encoding, "value", encoding))
        return Converter(self.project, self.uris, name, self.client_capabilities)

    def opened(self, uri: str) -> tuple[Path, Text] | None:
        """An open file and its text."""
        file = path_of(uri)
        text = None if file is None else self.project.open.get(file)
        return None if file is None or text is None else (file, text)

    def touch(self, file: Path) -> None:
        """A text changed: what it means is looked at again, and what imports it."""
        contracts = [
            one
            for one, text in self.project.open.items()
            if _CONTRACT.search(text.content)
            and (one == file or file in self.project.imports(one).values())
        ]
        for one in set(self.found) - set(contracts):
            if one == file:
                self.publish(one, [])
        self.checking.touch(contracts)

    def texts(self) -> dict[Path, str]:
        """What the editor holds."""
        return {file: text.content for file, text in self.project.open.items()}

    def publish(self, contract: Path, found: list[Diagnostic]) -> None:
        """Show what was found in a contract, in all files in which it was."""
        self.found[contract] = found
        before = self.shown.get(contract, set())
        now = {Path(one.span.file) if one.span else contract for one in found}
        self.shown[contract] = now
        for file in {contract} | before | now:
            self._show(file)

    def _show(self, file: Path) -> None:
        unique: dict[Diagnostic, Span] = {}
        for contract, found in self.found.items():
            for one in found:
                span = one.span or Span(str(contract), 1, 1, 1, 1)
                if Path(span.file) == file:
                    unique[one] = span
        self.text_document_publish_diagnostics(
            lsp.PublishDiagnosticsParams(
                uri=self.convert.uri(file),
                version=self.versions.get(file),
                diagnostics=[self.convert.diagnostic(one, span) for one, span in unique.items()],
            )
        )

    def _complain(self, what: str) -> None:
        self.window_log_message(lsp.LogMessageParams(lsp.MessageType.Error, f"gen: {what}"))


def serve(stdin: BinaryIO, stdout: BinaryIO) -> None:
    """Speak LSP until the client ends it, or is gone."""
    server = make()
    try:
        server.start_io(stdin, stdout)
    finally:
        server.checking.stop()
        server.threads.shutdown(wait=False, cancel_futures=True)


def make() -> Server:
    """A server with all that it can do."""
    server = Server()

    @server.feature(lsp.INITIALIZED)
    def initialized(_params: lsp.InitializedParams) -> None:
        server.threads.submit(server.travels.warm)

    @server.feature(lsp.SHUTDOWN)
    def shutdown(_params: None) -> None:
        server.checking.stop()

    @server.feature(lsp.TEXT_DOCUMENT_DID_OPEN)
    def opened(params: lsp.DidOpenTextDocumentParams) -> None:
        document = params.text_document
        file = path_of(document.uri)
        if file is not None:
            server.uris[file] = document.uri
            server.versions[file] = document.version
            server.project.open[file] = Text(document.text)
            server.touch(file)

    @server.feature(lsp.TEXT_DOCUMENT_DID_CHANGE)
    def changed(params: lsp.DidChangeTextDocumentParams) -> None:
        found = server.opened(params.text_document.uri)
        if found is None:
            return
        file, text = found
        convert = server.convert
        for change in params.content_changes:
            if isinstance(change, lsp.TextDocumentContentChangePartial):
                start = convert.place(text, change.range.start)
                end = convert.place(text, change.range.end)
                text = text.replaced(Range(start, end), change.text)
            else:
                text = Text(change.text)
        server.project.open[file] = text
        server.versions[file] = params.text_document.version
        server.touch(file)

    @server.feature(lsp.TEXT_DOCUMENT_DID_SAVE)
    def saved(params: lsp.DidSaveTextDocumentParams) -> None:
        file = path_of(params.text_document.uri)
        if file is not None:
            server.touch(file)

    @server.feature(lsp.TEXT_DOCUMENT_DID_CLOSE)
    def closed(params: lsp.DidCloseTextDocumentParams) -> None:
        file = path_of(params.text_document.uri)
        if file is None:
            return
        server.project.open.pop(file, None)
        server.checking.forget(file)
        server.publish(file, [])
        server.found.pop(file, None)
        server.touch(file)
        server.versions.pop(file, None)
        server.uris.pop(file, None)

    @server.feature(
        lsp.TEXT_DOCUMENT_COMPLETION, lsp.CompletionOptions(trigger_characters=_TRIGGERS)
    )
    def completion(params: lsp.CompletionParams) -> lsp.CompletionList | None:
        found = server.opened(params.text_document.uri)
        if found is None:
            return None
        file, text = found
        place = server.convert.place(text, params.position)
        return server.convert.completion(text, place, complete(server.project, file, place))

    @server.feature(lsp.TEXT_DOCUMENT_HOVER)
    async def hovered(params: lsp.HoverParams) -> lsp.Hover | None:
        found = server.opened(params.text_document.uri)
        if found is None:
            return None
        file, text = found
        told = hover(server.project, file, server.convert.place(text, params.position))
        outline = server.project.outline(file)
        if told is None or outline is None:
            return None
        more = ""
        if told.operation:
            loop, texts = asyncio.get_running_loop(), server.texts()
            more = await loop.run_in_executor(
                server.threads, server.travels.of, file, outline, texts, told.operation
            )
        shown = "\n\n".join(filter(None, (told.text, more)))
        return server.convert.hover(text, told.range, shown)

    return server
