"""The texts of a project: those in the editor count before those on the disk."""

import posixpath
from dataclasses import dataclass
from pathlib import Path

from generator.contract.source.text import FileTooLarge, UnreadableFile, decode, read_bytes
from generator.diagnostics import Problems
from generator.editor.outline import Outline, Part, outline
from generator.editor.text import Text
from generator.model import Entry, Mapping, Node, Scalar


@dataclass(frozen=True, kw_only=True)
class Declared:
    """A declaration, and the file in which it stands."""

    file: Path
    part: Part


class Project:
    """Outlines of files by their absolute path; ``open`` are the texts in the editor."""

    def __init__(self) -> None:
        self.open: dict[Path, Text] = {}
        self._outlines: dict[Path, tuple[object, Outline]] = {}

    def outline(self, file: Path) -> Outline | None:
        """The parts of a file; None where it cannot be read."""
        text = self.open.get(file)
        state: object = text if text is not None else _state(file)
        if state is None:
            return None
        known = self._outlines.get(file)
        if known is not None and (known[0] is state or (text is None and known[0] == state)):
            return known[1]
        if text is None:
            text = _on_disk(file)
            if text is None:
                return None
        made = outline(text, None if known is None else known[1])
        self._outlines[file] = state, made
        return made

    def text(self, file: Path) -> Text | None:
        """The text of any file, in the editor or on the disk."""
        return self.open.get(file) or _on_disk(file)

    def imports(self, file: Path) -> dict[str, Path]:
        """The files that one imports, by alias."""
        found = self.outline(file)
        if found is None:
            return {}
        return {
            part.name: Path(posixpath.normpath(file.parent.joinpath(part.value.text).as_posix()))
            for part in found.section("imports")
            if isinstance(part.value, Scalar) and "\0" not in part.value.text
        }

    def find(self, file: Path, section: str, name: str) -> Declared | None:
        """What a name in a file means: a declaration of it, or (``alias.Name``) of an import."""
        alias, dot, plain = name.rpartition(".")
        if dot:
            imported = self.imports(file).get(alias)
            return None if imported is None else self._own(imported, section, plain)
        return self._own(file, section, name)

    def _own(self, file: Path, section: str, name: str) -> Declared | None:
        found = self.outline(file)
        part = None if found is None else found.get(section, name)
        return None if part is None else Declared(file=file, part=part)

    def names(self, file: Path, section: str) -> dict[str, Declared]:
        """All that can be named in a file: its own declarations, then those of its imports."""
        found: dict[str, Declared] = {}
        own = self.outline(file)
        if own is not None:
            found |= {p.name: Declared(file=file, part=p) for p in own.section(section)}
        if section in ("types", "errors"):
            for alias, imported in self.imports(file).items():
                other = self.outline(imported)
                for part in () if other is None else other.section(section):
                    found[f"{alias}.{part.name}"] = Declared(file=imported, part=part)
        return found


def at(node: Node | None, key: str) -> Node | None:
    """What stands at a key, if the node is a mapping with such a key."""
    return node.get(key) if isinstance(node, Mapping) else None


def text_at(mapping: Node | None, key: str) -> str | None:
    """The text at a key of a mapping."""
    node = at(mapping, key)
    return node.value if isinstance(node, Scalar) and isinstance(node.value, str) else None


def fields_of(mapping: Node | None, key: str = "fields") -> tuple[Entry, ...]:
    """The fields of a record, an error or an input, by their entries."""
    node = at(mapping, key)
    return node.entries if isinstance(node, Mapping) else ()


def type_text(entry: Entry) -> str:
    """The type expression of a field; "" where there is none."""
    match entry.value:
        case Scalar(value=str() as text):
            return text
        case Mapping() as details:
            return text_at(details, "type") or ""
        case _:
            return ""


def _state(file: Path) -> tuple[int, int] | None:
    try:
        status = file.stat()
    except (OSError, ValueError):
        return None
    return status.st_mtime_ns, status.st_size


def _on_disk(file: Path) -> Text | None:
    try:
        decoded = decode("", read_bytes(file), Problems())
    except (UnreadableFile, FileTooLarge):
        return None
    return None if decoded is None else Text(decoded.content)
