"""The diagnostics of the output: what stands in the way of writing, and what is out of date."""

import os
from collections.abc import Sequence
from pathlib import Path

from generator.building.output.paths import shown
from generator.building.output.plan import Change, Obstacle
from generator.diagnostics import Diagnostic, Kind, Severity, Span

HAND_EDITED = Kind(code="GEN803", name="hand-edited")
FOREIGN_FILE = Kind(code="GEN804", name="foreign-file")
SYMLINKED_OUTPUT = Kind(code="GEN805", name="symlinked-output")
FOLDER_TAKEN = Kind(code="GEN806", name="folder-taken")
PACKAGE_TAKEN = Kind(code="GEN812", name="package-taken")
BAD_OUTPUT_FOLDER = Kind(code="GEN807", name="bad-output-folder")
OUT_OF_DATE = Kind(code="GEN808", name="out-of-date")
CANNOT_WRITE = Kind(code="GEN809", name="cannot-write")
NOT_REBUILT = Kind(code="GEN810", name="not-rebuilt", severity=Severity.NOTE)


def hand_edited(path: str) -> Diagnostic:
    """A generated file whose content is not what a build wrote."""
    return HAND_EDITED.at(
        _file(path),
        f"the generated file '{path}' was edited by hand",
        hint="keep the change elsewhere, then replace the file with --force",
    )


def foreign_file(path: str) -> Diagnostic:
    """A file of somebody else's where a generated one has to go."""
    return FOREIGN_FILE.at(
        _file(path),
        f"'{path}' would be overwritten, and no build wrote it",
        hint="move it, choose another folder with -o, or replace it with --force",
    )


def symlinked_output(path: str) -> Diagnostic:
    """A symbolic link on the way to the output, or in it."""
    return SYMLINKED_OUTPUT.at(
        None,
        f"the output path '{path}' is a symbolic link",
        hint="name the real folder with -o",
    )


def symlinked_lock(path: str) -> Diagnostic:
    """A lock that is a symbolic link."""
    return SYMLINKED_OUTPUT.at(
        None,
        f"the lock '{path}' is a symbolic link",
        hint="put the file itself beside the contract",
    )


def obstacle(root: Path, found: Obstacle) -> Diagnostic:
    """What is in the way of writing, in its own words."""
    path = shown(root / found.path)
    match found.kind:
        case "hand-edited":
            return hand_edited(path)
        case "foreign":
            return foreign_file(path)
        case "symlink":
            return symlinked_output(path)
        case "folder":
            return folder_in_the_way(path)


def folder_in_the_way(path: str) -> Diagnostic:
    """A folder where a generated file has to go."""
    return FOREIGN_FILE.at(
        None,
        f"the folder '{path}' is in the way of a generated file",
        hint="move it, or choose another output folder with -o",
    )


def package_taken(package: str, contract: str, other: str, span: Span | None) -> Diagnostic:
    """Two contracts with one package."""
    return PACKAGE_TAKEN.at(
        span,
        f"the package '{package}' of '{contract}' is also that of '{other}'",
        hint="give each contract a package of its own, such as another name before the version",
    )


def folder_taken(folder: str, contract: str, other: str) -> Diagnostic:
    """Two contracts with one folder."""
    return FOLDER_TAKEN.at(
        _file(contract),
        f"'{contract}' and '{other}' both want the output folder '{folder}'",
        hint="rename one of the files, or build them into different folders with -o",
    )


def bad_output_folder(path: str, why: str) -> Diagnostic:
    """An output folder that cannot be one."""
    return BAD_OUTPUT_FOLDER.at(
        None,
        f"the output folder '{path}' {why}",
        hint="name a folder of its own with -o, such as 'generated'",
    )


def out_of_date(name: str, changes: Sequence[Change], command: str) -> Diagnostic:
    """Files of a contract or package that a command would add, change or remove."""
    done = {"added": "is missing", "changed": "is out of date", "removed": "is no longer made"}
    count = "1 generated file is" if len(changes) == 1 else f"{len(changes)} generated files are"
    builds = command.startswith("gen build")
    return OUT_OF_DATE.at(
        _file(name if builds else changes[0].path),
        f"{count} not what '{name}' says" if builds else f"{count} not what '{command}' writes",
        hint=f"run '{command}'",
        related=tuple((_file(change.path), done[change.kind]) for change in changes),
    )


def cannot_write(error: OSError) -> Diagnostic:
    """An error of the operating system."""
    path = f" '{os.fsdecode(error.filename)}'" if isinstance(error.filename, str | bytes) else ""
    return CANNOT_WRITE.at(None, f"cannot write{path}: {error.strerror or error}")


def not_rebuilt(folders: list[str]) -> Diagnostic:
    """Contracts in the output folder that were left out while ``_support`` changed."""
    names = ", ".join(f"'{folder}'" for folder in folders)
    return NOT_REBUILT.at(
        None,
        f"'_support' changed, and {names} in the same output folder may need it too",
        hint="build all contracts that share an output folder together",
    )


def _file(path: str) -> Span:
    return Span(file=path, line=1, column=1, end_line=1, end_column=1)
