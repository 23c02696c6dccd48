"""Prints tests/support/interface.txt: all that generated code asks of its support.

``python -m tests.support.interface`` writes it. Whoever makes a difference judges it: if new code
does not run with the support of before, ``NEWEST`` of generator/runtime/interface.py counts up; if
code that was generated before runs no longer, ``OLDEST`` counts up to it. Before the first release
both stay 1.
"""

import ast
import enum
import importlib
import inspect
from collections.abc import Iterator
from pathlib import Path
from typing import is_typeddict

from generator.runtime.interface import NEWEST, OLDEST

PAGE = Path(__file__).with_name("interface.txt")
SUPPORT = "_support"


def text(generated: Path = Path("generated")) -> str:
    """One line for each thing that is imported, with its parameters."""
    asked = sorted({name for file in generated.glob("*/**/*.py") for name in _asked(file)})
    lines = [f"interface V{OLDEST} to V{NEWEST}"]
    for module, name in asked:
        value = getattr(importlib.import_module(f"generated.{module}"), name, None)
        lines.append(f"{module}.{name}{_parameters(value)}")
    return "\n".join(lines) + "\n"


def _asked(file: Path) -> Iterator[tuple[str, str]]:
    if SUPPORT in file.parts:
        return
    for node in ast.walk(ast.parse(file.read_bytes())):
        if isinstance(node, ast.ImportFrom) and (node.module or "").partition(".")[0] == SUPPORT:
            yield from ((node.module or "", one.name) for one in node.names)


def _parameters(value: object) -> str:
    """What it is called with: names, kinds and whether they may be left out, without types."""
    if isinstance(value, enum.EnumMeta) or not (
        inspect.isclass(value) or inspect.isfunction(value)
    ):
        return ""
    if is_typeddict(value):
        return f"({', '.join(f'{name}=…' for name in value.__annotations__)})"
    signature = inspect.signature(value)
    bare = [
        one.replace(
            annotation=inspect.Parameter.empty,
            default=one.empty if one.default is one.empty else ...,
        )
        for one in signature.parameters.values()
    ]
    text = str(signature.replace(parameters=bare, return_annotation=inspect.Signature.empty))
    return text.replace("=Ellipsis", "=…")


if __name__ == "__main__":
    PAGE.write_text(text(), encoding="utf-8", newline="\n")
