"""Definition and references: what is named at a place, where it is declared, where it is used."""

from collections.abc import Iterable
from pathlib import Path

from generator import settings
from generator.diagnostics import Problems
from generator.editor.outline import Part
from generator.editor.project import Project
from generator.editor.symbols import Form, Kind, Symbol, Use
from generator.editor.text import Place, Range
from generator.editor.uses import uses_in, uses_of
from generator.naming import Name
from generator.styles import registry

_START = Range(Place(0, 0), Place(0, 0))


def use_at(project: Project, file: Path, place: Place) -> Use | None:
    """What is named at a place."""
    outline = project.outline(file)
    for part in () if outline is None else outline.parts:
        if part.first <= place.line < part.first + part.lines:
            for use in uses_in(project, file, part):
                inside = use.range.start <= place <= use.range.end
                if inside and use.form is not Form.IMPLIED:
                    return use
    return None


def definition(project: Project, file: Path, place: Place) -> tuple[Path, Range] | None:
    """Where what is named at a place is declared; of an import, the file."""
    use = use_at(project, file, place)
    if use is not None:
        return declaration(project, use.symbol)
    outline = project.outline(file)
    part = None if outline is None else _import(project, file, place)
    if part is None:
        return None
    imported = project.imports(file).get(part.name)
    if imported is None or project.outline(imported) is None:
        return None
    return imported, _START


def _import(project: Project, file: Path, place: Place) -> Part | None:
    outline = project.outline(file)
    for part in () if outline is None else outline.section("imports"):
        if part.range.start <= place <= part.range.end:
            return part
    return None


def declaration(project: Project, symbol: Symbol) -> tuple[Path, Range] | None:
    """Where a symbol is declared."""
    outline = project.outline(symbol.file)
    part = None if outline is None else outline.get(symbol.path[0], symbol.path[1])
    if part is None:
        return None
    for use in uses_in(project, symbol.file, part):
        if use.declares and use.symbol == symbol:
            return symbol.file, use.range
    return symbol.file, part.key


def uses(project: Project, files: Iterable[Path], symbol: Symbol) -> list[Use]:
    """Every use of a symbol, also as the parameter that names one of a resource."""
    name = Name.parse(symbol.name)
    spelled = {symbol.name, name.camel, name.snake}
    if symbol.kind is Kind.FIELD and symbol.name == "id":
        spelled.add("_id")
        spelled.add("Id")
    return [
        use
        for file in files
        if file == symbol.file or symbol.file in project.imports(file).values()
        for use in uses_of(project, file, spelled)
        if symbol in (use.symbol, use.of)
    ]


def contracts_of(project: Project, file: Path) -> list[Path]:
    """The contracts that may use what a file declares: the project's, and those that are open."""
    found = settings.load(file.parent, Problems(), registry.names)
    named = (path for glob in found.contracts for path in found.root.glob(glob) if path.is_file())
    return [*dict.fromkeys([file, *project.open, *sorted(named)])]
