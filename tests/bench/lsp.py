"""Prints how long the language server takes to answer in a contract of 500 operations.

Each question follows a change of one character, as while typing: the median and the most, and the
CPU that the server took, in ms. On a busy machine only the CPU says something.

Run: python -m tests.bench.lsp
"""

import os
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from lsprotocol import types as lsp

from generator.editor.text import Place
from tests.bench.synthetic import contract
from tests.editor.session import Session, position, session

RESOURCES = 100  # with five operations each
ROUNDS = 15
LIMIT = 100  # ms


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as folder, session(Path(folder).resolve()) as server:
        text = contract(RESOURCES)
        lines = text.split("\n")
        uri = server.open("bench.yaml", text)
        server.diagnostics(uri, lambda _found: True)
        server.hover(uri, _at(lines, "  AddThing1:"))
        print(f"{5 * RESOURCES} operations, {len(lines)} lines; ms of {ROUNDS}:{'':13}")
        print(f"{'':40} {'median':>7} {'most':>7} {'CPU':>7}")
        for name, ask in _questions(server, uri, lines).items():
            before = _cpu(server)
            taken = [_timed(server, uri, lines, ask, number) for number in range(ROUNDS)]
            cpu = (_cpu(server) - before) / ROUNDS
            median = statistics.median(taken)
            mark = "" if cpu < LIMIT else f"   over {LIMIT}"
            print(f"{name:40} {median:7.1f} {max(taken):7.1f} {cpu:7.1f}{mark}", flush=True)
        _whole(server, uri, lines)


def _questions(server: Session, uri: str, lines: list[str]) -> dict[str, Callable[[int], object]]:
    """What is asked, by what it is called; each with the number of the round."""
    document = lsp.TextDocumentIdentifier(uri)

    def place(line: str, column: int = 3) -> Place:
        found = _at(lines, line)
        return Place(found.line, column)

    def references(number: int, line: str, column: int) -> object:
        context = lsp.ReferenceContext(include_declaration=True)
        where = position(place(line.format(number + 1), column))
        params = lsp.ReferenceParams(context, document, where)
        return server.run(server.client.text_document_references_async(params))

    def definition(number: int) -> object:
        where = position(place(f"  GetThing{number + 1}: ", 22))
        params = lsp.DefinitionParams(document, where)
        return server.run(server.client.text_document_definition_async(params))

    return {
        "completion of keys": lambda n: server.complete(uri, place(f"  AddThing{n + 1}:", 2)),
        "completion of types": lambda n: server.complete(
            uri, Place(place(f"  Thing{n + 1}:\n").line + 6, 18)
        ),
        "completion of errors": lambda n: server.complete(uri, place(f"  GetThing{n + 1}: ", 43)),
        "hover of an operation, each another": lambda n: server.hover(
            uri, place(f"  GetThing{n + 20}: ")
        ),
        "hover of a type": lambda n: server.hover(uri, place(f"  Thing{n + 1}:\n")),
        "hover of a keyword": lambda n: server.hover(
            uri, Place(place(f"  AddThing{n + 1}:").line + 1, 5)
        ),
        "definition": definition,
        "references of a type": lambda n: references(n, "  Thing{}:\n", 4),
        "references of a field": lambda n: references(n + 3, "      created_at:", 8),
        "symbols": lambda _n: server.symbols(uri),
        "folding": lambda _n: server.folds(uri),
        "symbols of the project": lambda n: server.search(f"thing{n}"),
    }


def _timed(
    server: Session, uri: str, lines: list[str], ask: Callable[[int], object], number: int
) -> float:
    """Milliseconds from a change of one character to an answer."""
    line = _at(lines, f"  Thing{number + 50}:").line + 1
    end = lsp.Position(line, len(lines[line]))
    start = time.perf_counter()
    server.change(uri, "x", lsp.Range(end, end))
    ask(number)
    taken = (time.perf_counter() - start) * 1000
    after = lsp.Position(line, end.character + 1)
    server.change(uri, "", lsp.Range(end, after))
    return taken


def _cpu(server: Session) -> float:
    """Milliseconds of CPU that the server itself took, where the system tells (Linux)."""
    stat = Path(f"/proc/{server.pid}/stat")
    if not stat.exists():
        return 0.0
    times = stat.read_text().rpartition(")")[2].split()[11:13]
    return sum(map(int, times)) * 1000 / os.sysconf("SC_CLK_TCK")


def _whole(server: Session, uri: str, lines: list[str]) -> None:
    """From a change to what gen check and gen lint say of the whole contract; and a rename."""
    line = _at(lines, "  Thing7:").line + 4
    column = lines[line].index("string") + 6
    place = lsp.Position(line, column)
    taken = []
    for _ in range(5):
        start = time.perf_counter()
        server.change(uri, "x", lsp.Range(place, place))
        server.diagnostics(uri, lambda found: any(one.code == "GEN203" for one in found))
        taken.append((time.perf_counter() - start) * 1000)
        server.change(uri, "", lsp.Range(place, lsp.Position(line, column + 1)))
        server.diagnostics(uri, lambda found: all(one.code != "GEN203" for one in found))
    print(f"{'all problems, after the pause':40} {statistics.median(taken):7.1f} {max(taken):7.1f}")
    taken = []
    for number in range(3):
        start = time.perf_counter()
        server.rename(uri, Place(_at(lines, f"  Thing{number + 4}:").line, 4), "Renamed")
        taken.append((time.perf_counter() - start) * 1000)
    print(f"{'a rename, checked as a whole':40} {statistics.median(taken):7.1f} {max(taken):7.1f}")


def _at(lines: list[str], start: str) -> Place:
    """The line that begins so (or, with a line end, is so), and the column of its first word."""
    exact = start.endswith("\n")
    number = next(
        at
        for at, line in enumerate(lines)
        if (line == start[:-1] if exact else line.startswith(start))
    )
    return Place(number, len(lines[number]) - len(lines[number].lstrip()))


if __name__ == "__main__":
    main()
