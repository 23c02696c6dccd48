"""A style that keeps some numbers for itself, as gRPC's ledger calls do."""

from pathlib import Path

from generator.diagnostics import Problems, Span
from generator.resolve.lock import Ledger, Slot


def examine(folder: Path, problems: Problems) -> None:
    """Ask for a number that is not free."""
    file = "contract.yaml"
    problems.texts[file] = (folder / file).read_text(encoding="utf-8")
    place = Span(file=file, line=8, column=30, end_line=8, end_column=43)
    slot = Slot(name="note", explicit=19500, span=place)
    Ledger(problems).assign("grpc", "Product", [slot], forbidden=[range(19000, 20000)])
