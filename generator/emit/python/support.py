"""Lets a generated module import its support from a package that stands by itself.

Emitters print ``from .._support import CallOptions``; where ``[tool.gen]`` names a package, this is
``from acme_support import CallOptions`` in the end. Nothing else of a module depends on it.
"""

import ast
from collections.abc import Iterator
from dataclasses import replace

from generator.emit.python.imports import Imports, section
from generator.emit.python.layout import steady_code
from generator.emit.support import SUPPORT
from generator.formats.output_tree import File
from generator.runtime.interface import NEWEST

# Linters take the support for a package of the project where it lies in it, else for a foreign one,
# which decides what stands before it: a block of its own is sorted alike both ways.
_APART = "# isort: split"


def supported_by(file: File, package: str) -> File:
    """The same file of a contract's folder, with the imports of ``_support`` from a package.

    The contract's own ``__init__.py`` is what runs first: it asks for the interface of the support
    that the code was made for, so that another version says so.
    """
    if not file.path.endswith(".py"):
        return file
    code = file.content.decode()
    block = list(_imports(ast.parse(code)))
    asks = file.path == "__init__.py"
    if not asks and not any(_is_support(node) for node in block):
        return file
    apart = any(_section(node) == 1 for node in block)
    absolute, rest = Imports(), Imports()
    if asks:
        rest.taken_over(f"{package}.interface", f"V{NEWEST}", f"V{NEWEST}")
    for node in block:
        into = absolute if apart and _section(node) < 2 else rest
        match node:
            case ast.Import(names=names):
                for one in names:
                    into.module(one.name)
            case ast.ImportFrom(names=names):
                for one in names:
                    into.taken_over(_module(node, package), one.name, one.asname or "")
    lines = code.split("\n")
    imports = f"{absolute}\n\n{_APART}\n{rest}" if apart else str(rest)
    lines[block[0].lineno - 1 : block[-1].end_lineno] = imports.split("\n")
    return replace(file, content=steady_code("\n".join(lines)).encode())


def _imports(module: ast.Module) -> Iterator[ast.Import | ast.ImportFrom]:
    """The one block of imports of a generated module, without what is from the future."""
    for node in module.body:
        match node:
            case ast.ImportFrom(module="__future__"):
                pass
            case ast.Import() | ast.ImportFrom():
                yield node
            case _:
                pass


def _section(node: ast.Import | ast.ImportFrom) -> int:
    """The section of an import, as linters sort them."""
    return section("." if isinstance(node, ast.ImportFrom) and node.level else _first(node))


def _first(node: ast.Import | ast.ImportFrom) -> str:
    return node.names[0].name if isinstance(node, ast.Import) else node.module or ""


def _is_support(node: ast.Import | ast.ImportFrom) -> bool:
    if not isinstance(node, ast.ImportFrom) or node.level < 2:
        return False
    return (node.module or "").partition(".")[0] == SUPPORT


def _module(node: ast.ImportFrom, package: str) -> str:
    name = node.module or ""
    return package + name.removeprefix(SUPPORT) if _is_support(node) else "." * node.level + name
