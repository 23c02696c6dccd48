"""What a format is to the rest of the program: how values are written, whatever carries them.

A format is one folder here. A style says which formats it writes in, so that several styles share
what one contract is in a format: its document, its numbers, the code that is copied.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Protocol, TypeVar

from generator.contract.lock.ledger import Ledger
from generator.diagnostics import Problems
from generator.formats.output_tree import File
from generator.model import Api

D = TypeVar("D")


class Format(Protocol[D]):
    """One way for values to be written; ``D`` is what it makes of a contract."""

    name: str  # "protobuf": its folder below _support
    # The package (flat) whose .py files are copied to _support/<name>/; it imports the core, itself
    # and the formats that it names absolutely, see emit/support.py.
    runtime: str
    formats: "tuple[AnyFormat, ...]"  # that its run-time code needs

    def describe(self, api: Api, ledger: Ledger, problems: Problems) -> D:
        """Decide, once, what the contract's types and operations are in this format."""

    def emit(self, api: Api, described: D) -> Iterable[File]:
        """The format's files in the contract's folder: those that imports read."""

    def verify(self, files: Mapping[str, bytes]) -> None:
        """Check what was emitted with the field's own tools; ``files`` as in the folder."""

    def has_numbers(self, files: Mapping[str, bytes]) -> bool:
        """Whether what an earlier build emitted carries numbers that only the lock can keep.

        ``files`` are those of the contract's folder, as they are now.
        """


AnyFormat = Format[Any]


class CodeOnly:
    """A format that has nothing to say of a contract: run-time code alone."""

    def __init__(self, *, name: str, runtime: str, formats: tuple[AnyFormat, ...] = ()) -> None:
        self.name = name
        self.runtime = runtime
        self.formats = formats

    def describe(self, api: Api, ledger: Ledger, problems: Problems) -> None:
        """Nothing."""

    def emit(self, api: Api, described: None) -> Iterable[File]:  # noqa: ARG002
        """No files."""
        return ()

    def verify(self, files: Mapping[str, bytes]) -> None:
        """There is nothing to verify."""

    def has_numbers(self, files: Mapping[str, bytes]) -> bool:  # noqa: ARG002
        """Never: names are all that is written."""
        return False


class Described:
    """What one contract is in the formats of its styles."""

    def __init__(self, found: Iterable[tuple[AnyFormat, Any]] = ()) -> None:
        self._found = tuple(found)
        self._by_name = {format_.name: described for format_, described in self._found}

    def of(self, format_: Format[D]) -> D:
        """What it is in one of them; KeyError for one that no chosen style names."""
        described: D = self._by_name[format_.name]
        return described

    def __contains__(self, format_: AnyFormat) -> bool:
        """Whether a chosen style names it."""
        return format_.name in self._by_name

    def __iter__(self) -> Iterator[tuple[AnyFormat, Any]]:
        return iter(self._found)


def needed(formats: Iterable[AnyFormat]) -> tuple[AnyFormat, ...]:
    """These formats and those that they need, each once, by name."""
    found: dict[str, AnyFormat] = {}
    todo = [*formats]
    while todo:
        format_ = todo.pop()
        if format_.name not in found:
            found[format_.name] = format_
            todo += format_.formats
    return tuple(found[name] for name in sorted(found))
