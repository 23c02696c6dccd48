"""Turns ``service.py`` into the methods that a server implements, by name."""

import ast

from generator.emit.python.layout import KEEP


def methods(source: str, service: str) -> dict[str, str]:
    """The signatures of a Protocol's methods as they stand in the file, at the margin."""
    start = source.index(f"class {service}(")
    source = source[start:].partition("\nclass ")[0]  # its twin is as long, and says the same
    lines = source.splitlines()
    found = {}
    for node in ast.parse(source).body:
        if isinstance(node, ast.ClassDef) and node.name == service:
            for method in node.body:
                if isinstance(method, ast.FunctionDef | ast.AsyncFunctionDef):
                    found[method.name] = _signature(lines, method)
    return found


def _signature(lines: list[str], method: ast.FunctionDef | ast.AsyncFunctionDef) -> str:
    start, end = method.lineno - 1, method.body[0].lineno - 1
    margin = method.col_offset
    head = lines[start:end] if end > start else [lines[start]]
    text = "\n".join(line[margin:] for line in head).rstrip().removesuffix(KEEP)
    return text if text.endswith("...") else f"{text} ..."
