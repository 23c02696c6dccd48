"""Turns a contract's path into its nodes and those of everything it imports."""

import posixpath
import re
from dataclasses import dataclass, field
from pathlib import Path

from generator.contract.source.parse import parse
from generator.contract.source.problems import files as p
from generator.contract.source.text import FileTooLarge, UnreadableFile, decode, read_bytes
from generator.diagnostics import Diagnostic, Problems, Span
from generator.model.node import Entry, Mapping, Scalar

LOCK = ".lock"  # what a contract's lock ends in, beside the contract
_ALIAS = re.compile(r"[a-z][a-z0-9_]*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A contract as written: its nodes, and those of its imports by alias.

    An import that could not be loaded is missing from ``imports`` (and is an error already).
    whole: nothing is missing from ``root``; left_out and lost_names: see ``Parsed``.
    """

    root: Mapping
    file: str
    imports: dict[str, "Source"]
    whole: bool = True
    left_out: tuple[tuple[int, int], ...] = ()
    lost_names: frozenset[str] = frozenset()
    texts: dict[str, str] = field(default_factory=dict, compare=False, repr=False)


def load(path: Path, root: Path, problems: Problems) -> Source | None:
    """Read a contract and its imports, which must lie below ``root``.

    None when the contract itself cannot be read at all. A Source may come along with errors in
    ``problems`` (a duplicate key, a missing import): later phases can look for more.
    """
    file = path.as_posix()
    return _SourceLoader(root.resolve(), problems).contract(path, file)


class _SourceLoader:
    def __init__(self, root: Path, problems: Problems) -> None:
        self._root = root
        self._problems = problems
        self._done: dict[Path, Source | None] = {}
        self._chain: list[tuple[Path, str, Span | None]] = []  # real path, file, imported at

    def contract(self, path: Path, file: str) -> Source | None:
        if path.suffix == LOCK:
            self._problems.add(p.not_a_contract(file))
            return None
        try:
            content = read_bytes(path)
        except UnreadableFile as error:
            self._problems.add(p.file_unreadable(file, str(error)))
        except FileTooLarge as error:
            self._problems.add(p.file_too_large(None, file, error.args[0]))
        else:
            return self._source(path.resolve(), file, content, None)
        return None

    def _source(self, real: Path, file: str, content: bytes, at: Span | None) -> Source | None:
        text = decode(file, content, self._problems)
        parsed = None if text is None else parse(text, self._problems)
        if parsed is None:
            return None
        self._chain.append((real, file, at))
        imports = self._imports(parsed.root, real, file)
        self._chain.pop()
        whole = parsed.whole and all(each.whole for each in imports.values())
        return Source(
            root=parsed.root,
            file=file,
            imports=imports,
            whole=whole,
            left_out=parsed.left_out,
            lost_names=parsed.lost_names,
            texts=self._problems.texts,
        )

    def _imports(self, root: Mapping, real: Path, file: str) -> dict[str, Source]:
        found: dict[str, Source] = {}
        match root.get("imports"):
            case None | Scalar(value=None):
                pass
            case Mapping() as imports:
                for entry in imports:
                    source = self._import(entry, real, file)
                    if source is not None:
                        found[entry.key] = source
            case other:
                self._problems.add(p.imports_not_a_mapping(other.span))
        return found

    def _import(self, entry: Entry, importer: Path, file: str) -> Source | None:
        if entry.key.startswith("x-"):
            return None
        problem = _malformed(entry)
        if problem is not None:
            self._problems.add(problem)
            return None
        assert isinstance(entry.value, Scalar)
        written, span = str(entry.value.value), entry.value.span
        try:
            real = (importer.parent / written).resolve()
        except (OSError, RuntimeError, ValueError):  # a circle of links, a NUL, a name too long
            self._problems.add(p.import_unreadable(span, written, "no such file"))
            return None
        if not real.is_relative_to(self._root):
            self._problems.add(p.import_outside(span, written))
            return None
        steps = [known for known, _, _ in self._chain]
        if real in steps:
            cycle = self._chain[steps.index(real) :]
            files = [*(name for _, name, _ in cycle), cycle[0][1]]
            at = [step for _, _, step in cycle[1:] if step is not None]
            self._problems.add(p.import_cycle(span, files, at))
            return None
        if real not in self._done:
            name = posixpath.normpath(posixpath.join(posixpath.dirname(file), written))
            self._done[real] = self._imported(real, name, written, span)
        return self._done[real]

    def _imported(self, real: Path, file: str, written: str, span: Span) -> Source | None:
        if len(self._chain) >= p.MAX_IMPORT_DEPTH:
            self._problems.add(p.import_too_deep(span))
            return None
        try:
            content = read_bytes(real)
        except UnreadableFile as error:
            self._problems.add(p.import_unreadable(span, written, str(error)))
        except FileTooLarge as error:
            self._problems.add(p.file_too_large(span, file, error.args[0]))
        else:
            return self._source(real, file, content, span)
        return None


def _malformed(entry: Entry) -> Diagnostic | None:
    """What is wrong with ``alias: path`` as text."""
    value = entry.value
    if not _ALIAS.fullmatch(entry.key):
        return p.import_malformed(
            entry.key_span,
            f"'{entry.key}' cannot name an import",
            "use lower case letters, digits and underscores: common",
        )
    if not isinstance(value, Scalar) or not isinstance(value.value, str) or not value.value:
        return p.import_malformed(
            value.span, "an import is the path of a file", f"write `{entry.key}: {entry.key}.yaml`"
        )
    path = value.value
    if "\\" in path:
        return p.import_malformed(value.span, "a path has no backslashes", "write / instead")
    if "://" in path:
        return p.import_malformed(
            value.span,
            "only files can be imported, not URLs",
            "copy the file into the project and import it from there",
        )
    if path.startswith(("/", "~")) or re.match(r"[A-Za-z]:", path):
        return p.import_outside(value.span, path)
    return None
