"""A style is one folder, one folder of templates and one entry point: no other code names it.

Prose may (a docstring, a comment, the explanation of a diagnostic): it explains with examples.
"""

import ast
import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
GROUP = "diptych.styles"
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
STYLES = sorted(PROJECT["entry-points"][GROUP])

# `rest: {json_case: snake}` spells the JSON names of a whole contract, in every style; the keys
# below `grpc` and the lock's section of that name are about the .proto, whoever writes it.
# A support package must not hide the module of that name, which grpcio installs. To the conventions
# of traces, gRPC-Web is gRPC; every message of MCP says that it is one of JSON-RPC.
# To what stands between client and server gRPC is a protocol of its own, whoever speaks it.
ALLOWED = {
    ("grpc", "generator/styles/connect/runtime"),
    ("jsonrpc", "generator/styles/mcp/runtime"),
    ("rest", "generator/contract/resolve"),
    ("grpc", "generator/formats/protobuf"),
    ("grpc", "generator/deploy"),
    ("grpc", "generator/styles/route.py"),
    ("grpc", "templates/deploy"),
    # A method of HTTP, in the list that the Gateway API has.
    ("connect", "generator/deploy/kubernetes/matches.py"),
    ("grpc", "generator/settings"),
}


# Styles whose names are words of English: as an identifier, that is what they are.
WORDS = {"rest", "connect"}


def own_folders(style: str) -> tuple[Path, Path]:
    return ROOT / "generator" / "styles" / style, ROOT / "templates" / style


def foreign_files(style: str, pattern: str) -> list[Path]:
    """The files of the program that are not the style's own."""
    folders = own_folders(style)
    found = [*(ROOT / "generator").rglob(pattern), *(ROOT / "templates").rglob(pattern)]
    return [path for path in found if not any(path.is_relative_to(own) for own in folders)]


@cache
def words_of_code(path: Path) -> tuple[tuple[int, str, bool], ...]:
    """Every identifier, import and string of a module that is not a docstring, with its line.

    And whether it is an identifier.
    """
    return tuple(_words(ast.parse(path.read_text())))


def _words(tree: ast.Module) -> Iterator[tuple[int, str, bool]]:
    prose = {id(doc) for node in ast.walk(tree) if (doc := docstring(node)) is not None}
    for node in ast.walk(tree):
        line = getattr(node, "lineno", 0)
        match node:
            case ast.Constant(value=str(text)) if id(node) not in prose:
                yield line, text, False
            case ast.Import(names=names):
                yield from ((line, alias.name, False) for alias in names)
            case ast.ImportFrom(module=str(module)):
                yield line, module, False
            case (
                ast.Name(id=name)
                | ast.Attribute(attr=name)
                | ast.FunctionDef(name=name)
                | ast.AsyncFunctionDef(name=name)
                | ast.ClassDef(name=name)
                | ast.arg(arg=name)
                | ast.keyword(arg=str(name))
            ):
                yield line, name, True


def docstring(node: ast.AST) -> ast.Constant | None:
    match node:
        case (
            ast.Module(body=[ast.Expr(value=ast.Constant(value=str()) as text), *_])
            | ast.ClassDef(body=[ast.Expr(value=ast.Constant(value=str()) as text), *_])
            | ast.FunctionDef(body=[ast.Expr(value=ast.Constant(value=str()) as text), *_])
            | ast.AsyncFunctionDef(body=[ast.Expr(value=ast.Constant(value=str()) as text), *_])
        ):
            return text
    return None


def names(style: str, text: str) -> bool:
    """Whether a piece of code means the style: its name alone, in a path, in a dotted name.

    Text with blanks is prose.
    """
    text = text.lower().replace("-", "")
    if style not in text or re.search(r"\s", text):
        return False
    # What sockets do, and Envoy's words for it.
    text = re.sub(r"socket[._]connect|connect_?(timeout|failure)", "", text)
    return re.search(rf"(?<![a-z0-9]){style}(?![a-z0-9])", text) is not None


def test_there_are_several_styles() -> None:
    assert len(STYLES) >= 3


# Benchmarks hold particular styles against code by hand.
TESTS = [p for p in sorted(ROOT.joinpath("tests").rglob("*.py")) if p.parent.name != "bench"]


@pytest.mark.parametrize("path", TESTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_no_test_lists_all_styles_itself(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.List | ast.Tuple | ast.Set):
            listed = {item.value for item in node.elts if isinstance(item, ast.Constant)}
            assert listed != {*STYLES}, f"line {node.lineno}: use generator.styles.registry"


@pytest.mark.parametrize("style", STYLES)
def test_a_style_has_its_two_folders(style: str) -> None:
    assert all(folder.is_dir() for folder in own_folders(style))


def allowed(style: str, place: str) -> bool:
    return any(style == name and f"{place}/".startswith(f"{folder}/") for name, folder in ALLOWED)


@pytest.mark.parametrize("style", STYLES)
def test_no_code_outside_its_folder_names_a_style(style: str) -> None:
    found = []
    for path in foreign_files(style, "*.py"):
        place = path.relative_to(ROOT).as_posix()
        if allowed(style, place):
            continue
        found += [
            f"{place}:{line}: {text!r}"
            for line, text, is_identifier in words_of_code(path)
            if names(style, text) and not (is_identifier and style in WORDS)
        ]
    assert found == []


@pytest.mark.parametrize("style", STYLES)
def test_no_template_outside_its_folder_names_a_style(style: str) -> None:
    found = [
        f"{path.relative_to(ROOT).as_posix()}: {word}"
        for path in foreign_files(style, "*.j2")
        if not allowed(style, path.relative_to(ROOT).as_posix())
        for word in path.read_text().split()
        if style not in WORDS and names(style, word)
    ]
    assert found == []


@pytest.mark.parametrize("style", STYLES)
def test_no_style_imports_another(style: str) -> None:
    others = [other for other in STYLES if other != style]
    found = [
        f"{path.relative_to(ROOT).as_posix()}:{line}: {text!r}"
        for path in (ROOT / "generator" / "styles" / style).rglob("*.py")
        for line, text, _ in words_of_code(path)
        for other in others
        if text.startswith(f"generator.styles.{other}")
    ]
    assert found == []


@pytest.mark.parametrize("style", STYLES)
def test_the_entry_point_is_the_only_line_of_the_project_that_names_its_folder(style: str) -> None:
    lines = (ROOT / "pyproject.toml").read_text().splitlines()
    naming = [line for line in lines if f"styles.{style}" in line or f"styles/{style}" in line]
    assert naming == [f'{style} = "generator.styles.{style}:STYLE"']
