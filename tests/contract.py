"""Turns the text of a contract into its model in one call, for tests of whatever comes after."""

from collections.abc import Collection
from pathlib import Path
from tempfile import TemporaryDirectory

from generator.contract.resolve import resolve
from generator.contract.source import load
from generator.diagnostics import Diagnostic, Problems
from generator.model import Api
from generator.styles import registry

STYLES = registry.names()
HEADER = "contract: shop.products.v1\nversion: 1.0.0\n"


def read(
    text: str, files: dict[str, str] | None = None, styles: Collection[str] = STYLES
) -> tuple[Api | None, list[Diagnostic]]:
    """The model of a contract, if it is valid, and everything that is wrong with it.

    files: what it imports, by name.
    """
    problems = Problems()
    with TemporaryDirectory() as folder:
        root = Path(folder)
        for name, content in ({"products.yaml": text} | (files or {})).items():
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            (root / name).write_text(content, encoding="utf-8")
        source = load(root / "products.yaml", root, problems)
    api = None if source is None or not source.whole else resolve(source, styles, problems)
    return (None if problems.failed else api), list(problems)


def api_of(text: str, files: dict[str, str] | None = None) -> Api:
    """The model of a contract that is valid; ``contract:`` and ``version:`` may be left out."""
    whole = text if "contract:" in text else HEADER + text
    api, problems = read(whole, files)
    assert api is not None, "\n".join(f"{p.span} {p.code} {p.message}" for p in problems)
    return api
