"""Turns the files of contracts into what they look like in the one layout, and replaces them."""

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from generator.check.format import problems as p
from generator.check.format.text import formatted
from generator.contract.source import Source, load
from generator.contract.source.problems.files import file_too_large, file_unreadable
from generator.contract.source.text import FileTooLarge, UnreadableFile, decode, read_bytes
from generator.diagnostics import Diagnostic, Problems


@dataclass(frozen=True, slots=True, kw_only=True)
class Formatting:
    """A contract as it is, and in the one layout; ``file`` is the name for diagnostics."""

    file: str
    old: bytes
    new: bytes

    @property
    def changed(self) -> bool:
        """Whether it is laid out otherwise now."""
        return self.old != self.new

    def difference(self) -> Diagnostic:
        """Where the layout begins to differ, as a problem."""
        one, other = (text.split(b"\n") for text in (self.old, self.new))
        number = next(
            (at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b),
            min(len(one), len(other)),
        )
        lines = [
            lines[number].decode("utf-8") if number < len(lines) else "" for lines in (one, other)
        ]
        return p.not_formatted(self.file, number + 1, lines[0].removeprefix("\ufeff"), lines[1])


def format_bytes(content: bytes, file: str, problems: Problems) -> Formatting | None:
    """The layout of a contract in UTF-8; None where it cannot be read."""
    text = decode(file, content, problems)
    new = None if text is None else formatted(text.content, file, problems)
    return None if new is None else Formatting(file=file, old=content, new=new.encode())


def format_file(path: Path, problems: Problems) -> Formatting | None:
    """The layout of a file, which is left as it is; None where it cannot be read."""
    file = path.as_posix()
    try:
        return format_bytes(read_bytes(path), file, problems)
    except UnreadableFile as error:
        problems.add(file_unreadable(file, str(error)))
    except FileTooLarge as error:
        problems.add(file_too_large(None, file, error.args[0]))
    return None


def with_imports(paths: Iterable[Path], root: Path) -> Iterator[Path]:
    """Contracts and what they import, each once; an import that cannot be read is left out."""
    done: set[str] = set()
    for path in paths:
        source = load(path, root, Problems())
        todo = [] if source is None else [source]
        names = [path.as_posix()]
        while todo:
            found: Source = todo.pop()
            names.append(found.file)
            todo += found.imports.values()
        yield from (Path(name) for name in names if name not in done)
        done.update(names)


def replace(path: Path, content: bytes) -> None:
    """Give a file new content in one step, behind a link too; a kill leaves the old or the new."""
    real = path.resolve()
    draft = real.with_name(f".{real.name}.gen-new")
    with draft.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    draft.chmod(real.stat().st_mode)
    draft.replace(real)
