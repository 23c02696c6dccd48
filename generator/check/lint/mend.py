"""Writes what has one certain way out into contracts, until nothing of that kind is left."""

import contextlib
import os
from collections.abc import Iterable, Sequence
from pathlib import Path

from generator.check.fixes import apply, compatible
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
            fixes = compatible(fixes_of(found, file))
            done, new = _tried(file, text, fixes)
            if done and _replace(Path(file), text, new):
                mended[Path(file)] = mended.get(Path(file), 0) + done
                changed = True
        if not changed:
            break
    return mended


def fixes_of(problems: Iterable[Diagnostic], file: str) -> list[Fix]:
    """The fixes of what was found, for one file, in the order of the places."""
    fixes = (one.fix for one in problems if one.fix is not None)
    return [fix for fix in fixes if all(edit.span.file == file for edit in fix.edits)]


def _tried(file: str, text: str, fixes: Sequence[Fix]) -> tuple[int, str]:
    """How many fixes were made, and the text with them; those that break the YAML are left out."""
    if not fixes:
        return 0, text
    before = _faults(file, text)
    together = apply(text, fixes)
    if together != text and _is_as_well(before, _faults(file, together)):
        return len(fixes), together
    kept: list[Fix] = []
    for fix in fixes:
        new = apply(text, [*kept, fix])
        if new != text and _is_as_well(before, _faults(file, new)):
            kept.append(fix)
    return len(kept), apply(text, kept)


def _faults(file: str, text: str) -> list[_Fault]:
    """What breaks the rules of YAML in a text."""
    problems = Problems()
    parse(SourceText(file, text), problems)
    return sorted((one.span.line if one.span else 0, one.code) for one in problems)


def _is_as_well(before: list[_Fault], after: list[_Fault]) -> bool:
    """Whether a text has no new faults, or can be read further than before, where others follow."""
    return not after or {*after} <= {*before} or bool(before and after[0] > before[0])


def _replace(path: Path, old: str, new: str) -> bool:
    """Write the file in one step, if it still holds what was read; never through a link."""
    real = path.resolve()
    content = real.read_bytes()
    mark = _BOM if content.startswith(_BOM) else b""
    if content.removeprefix(_BOM) != old.encode():
        return False
    draft = real.with_name(f".{real.name}.gen-new")
    try:
        with draft.open("wb") as file:
            file.write(mark + new.encode())
            file.flush()
            os.fsync(file.fileno())
        draft.chmod(real.stat().st_mode & 0o7777)
        draft.replace(real)
    finally:
        with contextlib.suppress(FileNotFoundError):
            draft.unlink()
    return True
