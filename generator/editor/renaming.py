"""Renames for an editor: no edit is handed out that leaves a contract with a new error."""

import asyncio
from collections.abc import Iterable
from pathlib import Path

from generator.contract.lock.open import path_of
from generator.diagnostics import Diagnostic, Severity
from generator.editor.checking import Checking
from generator.editor.find import contracts_of, use_at
from generator.editor.git import committed
from generator.editor.job import Job
from generator.editor.known import Known
from generator.editor.outline import outline
from generator.editor.project import Project
from generator.editor.rename import Edits, Refused, can_rename, rename
from generator.editor.symbols import Use
from generator.editor.text import Place, Text
from generator.editor.worker import Ended, Failed

_NOTHING = "there is no name here that can be given to something else"


def ready(project: Project, file: Path, place: Place) -> Use | None:
    """What can be renamed at a place."""
    use = use_at(project, file, place)
    try:
        if use is not None:
            can_rename(project, use)
    except Refused:
        return None
    return use


async def renamed(
    project: Project, checking: Checking, texts: dict[Path, str], file: Path, place: Place, new: str
) -> Edits:
    """The edits for another name; Refused is raised where the contracts would not stay valid."""
    use = use_at(project, file, place)
    if use is None:
        raise Refused(_NOTHING)
    files = contracts_of(project, use.symbol.file)
    known = _known(project, use.symbol.file)
    broken: Diagnostic | None = None
    for guesses in (False, True):
        edits = rename(project, files, use, new, known, guesses=guesses)
        after = texts | {one: applied(project, one, edits) for one in edits}
        try:
            broken = await asyncio.to_thread(_new_error, checking, edits, texts, after)
        except (Ended, Failed) as error:
            raise Refused("the contracts could not be checked; try again") from error
        if broken is None:
            return edits
    assert broken is not None
    where = "" if broken.span is None else f" ({Path(broken.span.file).name}:{broken.span.line})"
    raise Refused(f"'{new}' would break the contract: {broken.message}{where}")


def applied(project: Project, file: Path, edits: Edits) -> str:
    """The text of a file after its edits."""
    text = project.text(file) or Text("")
    for where, new in sorted(edits[file].items(), reverse=True):
        text = text.replaced(where, new)
    return text.content


def _new_error(
    checking: Checking, edits: Edits, before: dict[Path, str], after: dict[Path, str]
) -> Diagnostic | None:
    """An error that a contract has after the edits, and had not before."""
    for contract in edits:
        found = _errors(checking.worker.diagnose(Job(contract=contract, texts=after)))
        if found:
            known = _errors(checking.worker.diagnose(Job(contract=contract, texts=before)))
            if len(found) > len(known):
                had = {one.message for one in known}
                return next((one for one in found if one.message not in had), found[0])
    return None


def _errors(found: Iterable[Diagnostic]) -> list[Diagnostic]:
    return [one for one in found if one.severity is Severity.ERROR]


def _known(project: Project, file: Path) -> Known:
    head = committed(file)
    lock = project.text(path_of(file))
    return Known(
        head=None if head is None else outline(Text(head)),
        lock="" if lock is None else lock.content,
    )
