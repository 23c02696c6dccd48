"""Registers what an editor can ask: each question is one function of this package."""

import asyncio
import os
from itertools import islice
from pathlib import Path

from lsprotocol import types as lsp
from pygls.exceptions import JsonRpcException

from generator.editor.complete import complete
from generator.editor.find import contracts_of, definition, use_at, uses
from generator.editor.hover import hover
from generator.editor.layout import layout
from generator.editor.listing import folds, listed, search
from generator.editor.rename import Refused
from generator.editor.renaming import ready, renamed
from generator.editor.server import Server
from generator.editor.text import Place, Range

_TRIGGERS = [" ", "{", "[", "<", ".", ":"]
_MOST = 500  # symbols of a project


def register(server: Server) -> None:
    """Make a server answer."""
    _session(server)
    _reading(server)
    _finding(server)
    _editing(server)


def _session(server: Server) -> None:
    @server.feature(lsp.INITIALIZED)
    def initialized(_params: lsp.InitializedParams) -> None:
        server.threads.submit(server.travels.warm)

    @server.feature(lsp.SHUTDOWN)
    def shutdown(_params: None) -> None:
        server.is_ending = True
        server.checking.stop()

    @server.feature(lsp.EXIT)
    def ended(_params: None) -> None:
        server.checking.stop()
        # A thread waits for input until the client closes it, which not every client does.
        os._exit(0 if server.is_ending else 1)

    @server.feature(lsp.TEXT_DOCUMENT_DID_OPEN)
    def opened(params: lsp.DidOpenTextDocumentParams) -> None:
        server.open(params.text_document)

    @server.feature(lsp.TEXT_DOCUMENT_DID_CHANGE)
    def changed(params: lsp.DidChangeTextDocumentParams) -> None:
        server.change(params)

    @server.feature(lsp.TEXT_DOCUMENT_DID_SAVE)
    def saved(params: lsp.DidSaveTextDocumentParams) -> None:
        found = server.opened(params.text_document.uri)
        if found is not None:
            server.touch(found[0])

    @server.feature(lsp.TEXT_DOCUMENT_DID_CLOSE)
    def closed(params: lsp.DidCloseTextDocumentParams) -> None:
        server.close(params.text_document)

    @server.feature(lsp.WORKSPACE_DID_CHANGE_WATCHED_FILES)
    def watched(_params: lsp.DidChangeWatchedFilesParams) -> None:
        for file in [*server.project.open]:
            server.touch(file)


def _reading(server: Server) -> None:
    @server.feature(
        lsp.TEXT_DOCUMENT_COMPLETION, lsp.CompletionOptions(trigger_characters=_TRIGGERS)
    )
    def completion(params: lsp.CompletionParams) -> lsp.CompletionList | None:
        found = _place(server, params.text_document.uri, params.position)
        if found is None:
            return None
        file, place = found
        text = server.project.open[file]
        return server.convert.completion(text, place, complete(server.project, file, place))

    @server.feature(lsp.TEXT_DOCUMENT_HOVER)
    async def hovered(params: lsp.HoverParams) -> lsp.Hover | None:
        found = _place(server, params.text_document.uri, params.position)
        if found is None:
            return None
        file, place = found
        text = server.project.open[file]
        told = hover(server.project, file, place)
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
        return server.convert.hover(text, told.range, shown) if shown else None

    @server.feature(lsp.TEXT_DOCUMENT_DOCUMENT_SYMBOL)
    def symbols(params: lsp.DocumentSymbolParams) -> list[lsp.DocumentSymbol] | None:
        found = server.opened(params.text_document.uri)
        outline = None if found is None else server.project.outline(found[0])
        if found is None or outline is None:
            return None
        return [server.convert.symbol(found[1], one) for one in listed(outline)]

    @server.feature(lsp.TEXT_DOCUMENT_FOLDING_RANGE)
    def folding(params: lsp.FoldingRangeParams) -> list[lsp.FoldingRange] | None:
        found = server.opened(params.text_document.uri)
        outline = None if found is None else server.project.outline(found[0])
        if outline is None:
            return None
        return [lsp.FoldingRange(first, last) for first, last in folds(outline)]

    @server.feature(lsp.TEXT_DOCUMENT_CODE_LENS, lsp.CodeLensOptions(resolve_provider=False))
    def code_lens(params: lsp.CodeLensParams) -> list[lsp.CodeLens] | None:
        found = server.opened(params.text_document.uri)
        outline = None if found is None else server.project.outline(found[0])
        if found is None or outline is None:
            return None
        file, text = found
        return [
            server.convert.lens(text, part.key, lens.title)
            for lens in server.lenses.get(file, ())
            if (part := outline.get(lens.section, lens.name)) is not None
        ]


def _finding(server: Server) -> None:
    @server.feature(lsp.TEXT_DOCUMENT_DEFINITION)
    def defined(params: lsp.DefinitionParams) -> lsp.Location | None:
        found = _place(server, params.text_document.uri, params.position)
        target = None if found is None else definition(server.project, *found)
        return None if target is None else server.convert.location(*target)

    @server.feature(lsp.TEXT_DOCUMENT_REFERENCES)
    def references(params: lsp.ReferenceParams) -> list[lsp.Location] | None:
        found = _place(server, params.text_document.uri, params.position)
        use = None if found is None else use_at(server.project, *found)
        if use is None:
            return None
        files = contracts_of(server.project, use.symbol.file)
        return [
            server.convert.location(one.file, one.range)
            for one in uses(server.project, files, use.symbol)
            if params.context.include_declaration or not one.declares
        ]

    @server.feature(lsp.TEXT_DOCUMENT_DOCUMENT_HIGHLIGHT)
    def highlights(params: lsp.DocumentHighlightParams) -> list[lsp.DocumentHighlight] | None:
        found = _place(server, params.text_document.uri, params.position)
        use = None if found is None else use_at(server.project, *found)
        if use is None or found is None:
            return None
        file, text = found[0], server.project.open[found[0]]
        return [
            lsp.DocumentHighlight(server.convert.range(text, one.range))
            for one in uses(server.project, [file], use.symbol)
        ]

    @server.feature(lsp.WORKSPACE_SYMBOL)
    def searched(params: lsp.WorkspaceSymbolParams) -> list[lsp.WorkspaceSymbol]:
        files = {
            file: None
            for known in [*server.project.open] or [Path(server.workspace.root_path or ".") / "x"]
            for file in contracts_of(server.project, known)
        }
        found = islice(search(server.project, files, params.query), _MOST)
        return [server.convert.in_project(file, one) for file, one in found]

    @server.feature(lsp.TEXT_DOCUMENT_PREPARE_RENAME)
    def prepared(params: lsp.PrepareRenameParams) -> lsp.Range | None:
        found = _place(server, params.text_document.uri, params.position)
        use = None if found is None else ready(server.project, *found)
        if use is None or found is None:
            return None
        return server.convert.range(server.project.open[found[0]], use.range)

    @server.feature(lsp.TEXT_DOCUMENT_RENAME, lsp.RenameOptions(prepare_provider=True))
    async def rename(params: lsp.RenameParams) -> lsp.WorkspaceEdit | None:
        found = _place(server, params.text_document.uri, params.position)
        if found is None:
            return None
        texts = server.texts()
        try:
            edits = await renamed(server.project, server.checking, texts, *found, params.new_name)
        except Refused as refused:
            raise JsonRpcException(str(refused), lsp.LSPErrorCodes.RequestFailed) from refused
        if server.texts() != texts:
            raise JsonRpcException("the text has changed", lsp.LSPErrorCodes.ContentModified)
        return server.convert.edits(edits, server.version_of)


def _editing(server: Server) -> None:
    @server.feature(
        lsp.TEXT_DOCUMENT_CODE_ACTION,
        lsp.CodeActionOptions(code_action_kinds=[lsp.CodeActionKind.QuickFix]),
    )
    def actions(params: lsp.CodeActionParams) -> list[lsp.CodeAction] | None:
        found = server.opened(params.text_document.uri)
        if found is None:
            return None
        file, text = found
        start = server.convert.place(text, params.range.start)
        end = server.convert.place(text, params.range.end)
        return server.convert.fixes(file, Range(start, end), server.found.values())

    @server.feature(lsp.TEXT_DOCUMENT_FORMATTING)
    async def formatting(params: lsp.DocumentFormattingParams) -> list[lsp.TextEdit] | None:
        found = server.opened(params.text_document.uri)
        if found is None:
            return None
        file, text = found
        edits = await asyncio.to_thread(layout, text)
        if edits is None or server.project.open.get(file) is not text:
            return None
        return [server.convert.edit(text, where, new) for where, new in edits]


def _place(server: Server, uri: str, position: lsp.Position) -> tuple[Path, Place] | None:
    """The open file and the place that a question is about."""
    found = server.opened(uri)
    if found is None:
        return None
    return found[0], server.convert.place(found[1], position)
