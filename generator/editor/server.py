"""The language server's session: the texts of an editor, and what was found in them."""

import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from importlib.metadata import version
from pathlib import Path
from typing import Any, BinaryIO

from lsprotocol import types as lsp
from pygls.lsp.server import LanguageServer
from pygls.protocol import LanguageServerProtocol, lsp_method

from generator.diagnostics import Diagnostic, Span
from generator.editor.breaking import Lens, lenses
from generator.editor.checking import Checking
from generator.editor.convert import Converter, path_of
from generator.editor.project import Project
from generator.editor.text import Range, Text
from generator.editor.travels import Travels

_CONTRACT = re.compile(r"^contract[ \t]*:", re.MULTILINE)


class _Protocol(LanguageServerProtocol):
    """The protocol without pygls's own copy of the texts.

    That one takes form feeds and U+2028 for ends of lines, and corrects the ranges of changes by
    its lines before it hands them on.
    """

    @lsp_method(lsp.TEXT_DOCUMENT_DID_CHANGE)
    def lsp_text_document__did_change(
        self, params: lsp.DidChangeTextDocumentParams
    ) -> Iterator[tuple[Any, ...]]:
        """Hand a change on as it came."""
        yield self.fm.features[lsp.TEXT_DOCUMENT_DID_CHANGE], (params,), None


class Server(LanguageServer):
    """One editor's session. LSP 3.17, by pygls."""

    def __init__(self) -> None:
        super().__init__("gen", version("diptych"), protocol_cls=_Protocol)
        self.project = Project()
        self.found: dict[Path, list[Diagnostic]] = {}  # by the contract that was looked at
        self.lenses: dict[Path, list[Lens]] = {}
        self.is_ending = False  # the client said so
        self.travels = Travels()
        self.threads = ThreadPoolExecutor(1, "operations")
        self.checking = Checking(self.texts, self.publish, self._compared, self._complain)
        self._shown: dict[Path, set[Path]] = {}  # the files in which something was found
        self._uris: dict[Path, str] = {}
        self._versions: dict[Path, int] = {}

    @property
    def convert(self) -> Converter:
        """Places as the client counts them."""
        encoding = self.workspace.position_encoding or "utf-16"
        name = str(getattr(encoding, "value", encoding))
        return Converter(self.project, self._uris, name, self.client_capabilities)

    def texts(self) -> dict[Path, str]:
        """What the editor holds."""
        return {file: text.content for file, text in self.project.open.items()}

    def opened(self, uri: str) -> tuple[Path, Text] | None:
        """An open file and its text; None for one that is not, or is no file."""
        file = path_of(uri)
        text = None if file is None else self.project.open.get(file)
        return None if file is None or text is None else (file, text)

    def version_of(self, file: Path) -> int | None:
        """The version that an open file has."""
        return self._versions.get(file)

    def open(self, document: lsp.TextDocumentItem) -> None:
        """The editor holds a text from now on."""
        file = path_of(document.uri)
        if file is not None:
            self._uris[file] = document.uri
            self._versions[file] = document.version
            self.project.open[file] = Text(document.text)
            self.touch(file)

    def change(self, params: lsp.DidChangeTextDocumentParams) -> None:
        """Some of a text, or all of it, is another."""
        found = self.opened(params.text_document.uri)
        if found is None:
            return
        file, text = found
        convert = self.convert
        for change in params.content_changes:
            if isinstance(change, lsp.TextDocumentContentChangePartial):
                start = convert.place(text, change.range.start)
                end = convert.place(text, change.range.end)
                text = text.replaced(Range(start, end), change.text)
            else:
                text = Text(change.text)
        self.project.open[file] = text
        self._versions[file] = params.text_document.version
        self.touch(file)

    def close(self, document: lsp.TextDocumentIdentifier) -> None:
        """The file on the disk counts again."""
        file = path_of(document.uri)
        if file is None or file not in self.project.open:
            return
        del self.project.open[file]
        self.checking.forget(file)
        self.publish(file, [])
        self.found.pop(file, None)
        self.lenses.pop(file, None)
        self.touch(file)
        self._versions.pop(file, None)
        self._uris.pop(file, None)

    def touch(self, file: Path) -> None:
        """A text changed: what it means is looked at again, and what imports it."""
        contracts = [
            one
            for one, text in self.project.open.items()
            if _CONTRACT.search(text.content)
            and (one == file or file in self.project.imports(one).values())
        ]
        if file in self.found and file not in contracts:
            self.publish(file, [])
        self.checking.touch(contracts)

    def publish(self, contract: Path, found: list[Diagnostic]) -> None:
        """Show what was found in a contract, in all files in which it was."""
        self.found[contract] = found
        before = self._shown.get(contract, set())
        now = {Path(one.span.file) if one.span else contract for one in found}
        self._shown[contract] = now
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
                version=self.version_of(file),
                diagnostics=[self.convert.diagnostic(one, span) for one, span in unique.items()],
            )
        )

    def _compared(self, contract: Path, found: list[Diagnostic]) -> None:
        outline = self.project.outline(contract)
        made = [] if outline is None else lenses(outline, found)
        changed = made != self.lenses.get(contract, [])
        self.lenses[contract] = made
        workspace = self.client_capabilities.workspace
        code_lens = None if workspace is None else workspace.code_lens
        if changed and code_lens is not None and code_lens.refresh_support:
            self.workspace_code_lens_refresh(None)

    def _complain(self, what: str) -> None:
        self.window_log_message(lsp.LogMessageParams(lsp.MessageType.Error, f"gen: {what}"))


def serve(stdin: BinaryIO, stdout: BinaryIO) -> None:
    """Speak LSP until the client ends it, or is gone."""
    from generator.editor.features import register

    server = Server()
    register(server)
    try:
        server.start_io(stdin, stdout)
    finally:
        server.checking.stop()
        server.threads.shutdown(wait=False, cancel_futures=True)
