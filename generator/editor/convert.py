"""Turns what the functions answer into what LSP calls it."""

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from lsprotocol import types as lsp
from pygls.capabilities import get_capability
from pygls.uris import from_fs_path, to_fs_path

from generator.diagnostics import Diagnostic, Severity, Span
from generator.diagnostics.fix import Fix
from generator.editor.complete import Completion, Sort
from generator.editor.listing import Listed
from generator.editor.project import Project
from generator.editor.rename import Edits
from generator.editor.text import Place, Range, Text, points, range_of, units

_SEVERITY = {
    Severity.ERROR: lsp.DiagnosticSeverity.Error,
    Severity.WARNING: lsp.DiagnosticSeverity.Warning,
    Severity.NOTE: lsp.DiagnosticSeverity.Information,
}
_KIND = {
    Sort.KEY: lsp.CompletionItemKind.Property,
    Sort.VALUE: lsp.CompletionItemKind.EnumMember,
    Sort.SCALAR: lsp.CompletionItemKind.Keyword,
    Sort.TYPE: lsp.CompletionItemKind.Class,
    Sort.ERROR: lsp.CompletionItemKind.Event,
    Sort.RESOURCE: lsp.CompletionItemKind.Interface,
    Sort.AUTH: lsp.CompletionItemKind.Constant,
    Sort.FIELD: lsp.CompletionItemKind.Field,
}

_SYMBOL = {
    "section": lsp.SymbolKind.Namespace,
    "types": lsp.SymbolKind.Class,
    "errors": lsp.SymbolKind.Event,
    "resources": lsp.SymbolKind.Interface,
    "operations": lsp.SymbolKind.Function,
    "auth": lsp.SymbolKind.Key,
    "servers": lsp.SymbolKind.Constant,
    "imports": lsp.SymbolKind.Package,
    "field": lsp.SymbolKind.Field,
    "value": lsp.SymbolKind.EnumMember,
}


def path_of(uri: str) -> Path | None:
    """The file of a URI; None for what is no file."""
    path = to_fs_path(uri)
    return Path(path) if path and "\0" not in path else None


class Converter:
    """Places and files as one client counts and names them."""

    def __init__(
        self,
        project: Project,
        uris: dict[Path, str],
        encoding: str,
        capabilities: lsp.ClientCapabilities,
    ) -> None:
        """uris: of open files, as the client spells them."""
        self._project = project
        self._encoding = encoding
        self._capabilities = capabilities
        self._uris = uris

    def uri(self, file: Path) -> str:
        """The URI of a file."""
        return self._uris.get(file) or from_fs_path(str(file)) or file.as_uri()

    def place(self, text: Text, position: lsp.Position) -> Place:
        """Where a position of the client is."""
        line = text.line(position.line)
        return Place(position.line, points(line, position.character, self._encoding))

    def position(self, text: Text | None, place: Place) -> lsp.Position:
        """A place, as the client counts."""
        line = "" if text is None else text.line(place.line)
        return lsp.Position(place.line, units(line, place.column, self._encoding))

    def range(self, text: Text | None, where: Range) -> lsp.Range:
        """The same for a range."""
        return lsp.Range(self.position(text, where.start), self.position(text, where.end))

    def location(self, file: Path, where: Range) -> lsp.Location:
        """A range in a file."""
        return lsp.Location(self.uri(file), self.range(self._project.text(file), where))

    def edit(self, text: Text, where: Range, new: str) -> lsp.TextEdit:
        """Other characters at a range."""
        return lsp.TextEdit(self.range(text, where), new)

    def diagnostic(self, found: Diagnostic, span: Span) -> lsp.Diagnostic:
        """A problem at its place, with its hint below its message."""
        related = [
            lsp.DiagnosticRelatedInformation(self.location(Path(at.file), range_of(at)), text)
            for at, text in found.related
        ]
        message = found.message if found.hint is None else f"{found.message}\nhint: {found.hint}"
        return lsp.Diagnostic(
            range=self.range(self._project.text(Path(span.file)), range_of(span)),
            message=message,
            severity=_SEVERITY[found.severity],
            code=found.code,
            source="gen",
            related_information=related or None,
        )

    def completion(self, text: Text, place: Place, found: Completion) -> lsp.CompletionList:
        """Candidates that replace the word before a place."""
        where = self.range(text, Range(Place(place.line, min(found.start, place.column)), place))
        key = "text_document.completion.completion_item.documentation_format"
        kinds = get_capability(self._capabilities, key) or ()
        items = [
            lsp.CompletionItem(
                label=candidate.label,
                kind=_KIND[candidate.sort],
                detail=candidate.detail or None,
                documentation=_prose(candidate.about, kinds) if candidate.about else None,
                sort_text=f"{number:05}",
                filter_text=candidate.label,
                text_edit=lsp.TextEdit(where, candidate.text),
            )
            for number, candidate in enumerate(found.candidates)
        ]
        return lsp.CompletionList(is_incomplete=False, items=items)

    def hover(self, text: Text, where: Range, told: str) -> lsp.Hover:
        """What is told of a word."""
        kinds = get_capability(self._capabilities, "text_document.hover.content_format") or ()
        return lsp.Hover(_prose(told, kinds), self.range(text, where))

    def symbol(self, text: Text, one: Listed) -> lsp.DocumentSymbol:
        """A declaration with what stands in it."""
        return lsp.DocumentSymbol(
            name=one.name,
            detail=one.detail or None,
            kind=_SYMBOL[one.sort],
            range=self.range(text, one.range),
            selection_range=self.range(text, one.key),
            children=[self.symbol(text, inner) for inner in one.inside] or None,
        )

    def in_project(self, file: Path, one: Listed) -> lsp.WorkspaceSymbol:
        """The same, of any file."""
        return lsp.WorkspaceSymbol(
            name=one.name,
            kind=_SYMBOL[one.sort],
            location=self.location(file, one.key),
            container_name=file.stem,
        )

    def lens(self, text: Text, where: Range, title: str) -> lsp.CodeLens:
        """A line above a declaration, which does nothing when it is clicked."""
        return lsp.CodeLens(self.range(text, where), lsp.Command(title=title, command=""))

    def edits(self, edits: Edits, version_of: Callable[[Path], int | None]) -> lsp.WorkspaceEdit:
        """Edits of several files, by version where the client knows versions."""
        changes = {
            file: [
                self.edit(self._project.text(file) or Text(""), where, new)
                for where, new in sorted(found.items())
            ]
            for file, found in edits.items()
        }
        if not get_capability(
            self._capabilities, "workspace.workspace_edit.document_changes", False
        ):
            return lsp.WorkspaceEdit(
                changes={self.uri(file): found for file, found in changes.items()}
            )
        return lsp.WorkspaceEdit(
            document_changes=[
                lsp.TextDocumentEdit(
                    lsp.OptionalVersionedTextDocumentIdentifier(
                        uri=self.uri(file), version=version_of(file)
                    ),
                    [*found],
                )
                for file, found in changes.items()
            ]
        )

    def fixes(
        self, file: Path, where: Range, found: Iterable[Iterable[Diagnostic]]
    ) -> list[lsp.CodeAction]:
        """The fixes of the problems that stand in a range of a file."""
        text = self._project.text(file) or Text("")
        actions: dict[Fix, lsp.CodeAction] = {}
        for one in (one for each in found for one in each):
            fix, span = one.fix, one.span
            if fix is None or span is None or Path(span.file) != file:
                continue
            place = range_of(span)
            if place.start > where.end or where.start > place.end:
                continue
            edits: dict[str, list[lsp.TextEdit]] = {}
            for edit in fix.edits:
                target = Path(edit.span.file)
                edits.setdefault(self.uri(target), []).append(
                    self.edit(self._project.text(target) or text, range_of(edit.span), edit.text)
                )
            actions[fix] = lsp.CodeAction(
                title=fix.title,
                kind=lsp.CodeActionKind.QuickFix,
                diagnostics=[self.diagnostic(one, span)],
                edit=lsp.WorkspaceEdit(changes=edits),
                is_preferred=True,
            )
        return list(actions.values())


def _prose(text: str, kinds: Sequence[lsp.MarkupKind | str]) -> lsp.MarkupContent:
    """A text in CommonMark, which is readable where the client shows it as it is."""
    markdown = lsp.MarkupKind.Markdown in kinds
    return lsp.MarkupContent(
        lsp.MarkupKind.Markdown if markdown else lsp.MarkupKind.PlainText, text
    )
