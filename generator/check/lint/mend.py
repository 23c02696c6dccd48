"""Writes what has one certain way out into contracts, until nothing of that kind is left."""

import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from generator.check.fixes import apply, fitting
from generator.check.format.files import replace
from generator.check.lint.examine import Request, examine
from generator.contract.lock.open import is_lock
from generator.contract.source import SourceText, parse
from generator.diagnostics import Diagnostic, Fix, Problems

_ROUNDS = 10  # a fix may show the next fault; more than that is no contract's share
_Fault = tuple[int, str]  # line and code
_BOM = b"\xef\xbb\xbf"


def mend(request: Request) -> dict[Path, int]:
    """Mend the contracts and what they import; how many places, by file.

    Each file is replaced in one step, and only by a text that can be read as well as the one
    before. What is not part of a fix stays as it is, byte by byte.
    """
    mended: dict[Path, int] = {}
    for _ in range(_ROUNDS):
        found = examine(request).mendable
        changed = False
        for file, text in found.texts.items():
            if file.endswith(".lock") or is_lock(Path(file)):
                continue
            sure = [fix for fix in fixes_of(found, file) if _is_witnessed(text, fix)]
            fixes = _sound(file, text, fitting(text, sure))
            new = apply(text, fixes)
            if new != text and _replace(Path(file), text, new):
                mended[Path(file)] = mended.get(Path(file), 0) + len(fixes)
                changed = True
        if not changed:
            break
    return mended


def fixes_of(problems: Iterable[Diagnostic], file: str) -> list[Fix]:
    """The fixes of what was found, for one file, in the order of the places."""
    fixes = (one.fix for one in problems if one.fix is not None)
    return [fix for fix in fixes if all(edit.span.file == file for edit in fix.edits)]


def _is_witnessed(text: str, fix: Fix) -> bool:
    """Whether the name that a fix writes is used more than the one that it replaces.

    Where a declaration is misspelt, its uses are not: they must not follow it. What another file
    declares is only used here.
    """
    if fix.witness is None:
        return True
    uses = _times(text, fix.witness) - ("." not in fix.witness)
    mistaken = max((_times(text, edit.was) for edit in fix.edits if edit.was), default=0)
    return uses >= mistaken


def _times(text: str, name: str) -> int:
    """How often a name stands in a text."""
    return len(re.findall(rf"(?<![\w.]){re.escape(name)}(?![\w.])", text))


def _sound(file: str, text: str, fixes: Sequence[Fix]) -> list[Fix]:
    """The fixes without those that would break the YAML."""
    before = _faults(file, text) if fixes else []
    kept: list[Fix] = []
    todo = [fixes] if fixes else []
    while todo:
        some = todo.pop()
        if _is_as_well(before, _faults(file, apply(text, [*kept, *some]))):
            kept += some
        elif len(some) > 1:  # what breaks it is in one half, or in both
            half = len(some) // 2
            todo += [some[half:], some[:half]]
    return kept


def _faults(file: str, text: str) -> list[_Fault]:
    """What breaks the rules of YAML in a text."""
    problems = Problems()
    parse(SourceText(file, text), problems)
    return sorted((one.span.line if one.span else 0, one.code) for one in problems)


def _is_as_well(before: list[_Fault], after: list[_Fault]) -> bool:
    """Whether a text has no new faults, or can be read further than before, where others follow."""
    return not after or {*after} <= {*before} or bool(before and after[0] > before[0])


def _replace(path: Path, old: str, new: str) -> bool:
    """Write the file in one step, if it still holds what was read."""
    content = path.read_bytes()
    mark = _BOM if content.startswith(_BOM) else b""
    if content.removeprefix(_BOM) != old.encode():
        return False
    replace(path, mark + new.encode())
    return True
