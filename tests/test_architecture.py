"""The order of the packages, and the budgets that keep modules and templates readable."""

import ast
import io
import re
import subprocess
import sys
import tokenize
from collections.abc import Iterator
from pathlib import Path

import pytest
from jinja2 import Environment, nodes

from generator.formats.format import needed
from generator.styles import registry

ROOT = Path(__file__).resolve().parent.parent
MODULES = sorted((ROOT / "generator").rglob("*.py"))
TEMPLATES = sorted((ROOT / "templates").rglob("*.j2"))
RUNTIMES = sorted((ROOT / "generator").rglob("runtime"))

LONGEST_MODULE = 300
LONGEST_TEMPLATE = 120

COMPILERS = {
    # Makes functions as dataclasses makes `__init__`, out of nothing but identifiers.
    "generator/runtime/compiled.py",
    # Imports what was emitted, as writing it to the disk and importing it would.
    "generator/building/in_memory.py",
}

# The packages that are copied beside one that is copied, because its style or format names them.
_STYLES = registry.styles()
_FORMATS = needed(format_ for style in _STYLES for format_ in style.formats)
FORMATS_OF = {
    one.runtime: [format_.runtime for format_ in one.formats] for one in (*_FORMATS, *_STYLES)
}

OPERATORS = (nodes.Concat, nodes.Add, nodes.Sub, nodes.Mul, nodes.Div, nodes.Mod, nodes.Pow)


def named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def imports(path: Path) -> Iterator[tuple[int, str]]:
    """Every absolute import of a module: its line, and the module that it names."""
    for node in ast.walk(ast.parse(path.read_text())):
        match node:
            case ast.Import(names=names):
                yield from ((node.lineno, alias.name) for alias in names)
            case ast.ImportFrom(module=str(module), level=0):
                yield node.lineno, module


def test_a_package_imports_only_what_stands_below_it() -> None:
    command = [Path(sys.executable).with_name("lint-imports"), "--no-cache"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("runtime", RUNTIMES, ids=named)
def test_code_that_is_copied_needs_nothing_of_the_generator(runtime: Path) -> None:
    package = ".".join(runtime.relative_to(ROOT).parts)
    allowed = ("generator.runtime", package, *FORMATS_OF.get(package, ()))
    found = [
        f"{named(path)}:{line}: {module}"
        for path in runtime.rglob("*.py")
        for line, module in imports(path)
        if module.split(".")[0] == "generator"
        and not any(module == name or module.startswith(f"{name}.") for name in allowed)
    ]
    assert found == []


def test_all_code_that_is_copied_belongs_to_the_core_a_style_or_a_format() -> None:
    found = {".".join(path.relative_to(ROOT).parts) for path in RUNTIMES}
    assert found == {"generator.runtime", *FORMATS_OF}


@pytest.mark.parametrize("path", MODULES, ids=named)
def test_a_module_is_short_and_says_what_it_does(path: Path) -> None:
    source = path.read_text()
    assert len(source.splitlines()) <= LONGEST_MODULE
    docstring = ast.get_docstring(ast.parse(source)) or ""
    assert not source or re.match(r"[A-Za-z`].+[.:;]", docstring.partition("\n\n")[0], re.DOTALL)


@pytest.mark.parametrize("path", TEMPLATES, ids=named)
def test_a_template_is_short_and_only_lays_out(path: Path) -> None:
    source = path.read_text()
    assert len(source.splitlines()) <= LONGEST_TEMPLATE
    tree = Environment().parse(source)
    assert [node.lineno for node in tree.find_all(OPERATORS)] == []
    assert [node.lineno for node in tree.find_all((nodes.And, nodes.Or))] == []
    assert [filter_.name for filter_ in tree.find_all(nodes.Filter) if filter_.name == "safe"] == []


def test_nothing_is_left_for_later() -> None:
    left = re.compile(r"\b(TODO|FIXME|raise NotImplementedError)\b")
    found = [
        f"{named(path)}:{number}: {line.strip()}"
        for path in [*MODULES, *TEMPLATES]
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if left.search(line)
    ]
    assert found == []


def test_no_module_is_named_for_what_does_not_fit_elsewhere() -> None:
    vague = {"utils", "util", "helpers", "helper", "common", "misc"}
    assert [named(path) for path in MODULES if path.stem in vague] == []


def test_every_silenced_check_says_which_one() -> None:
    found = [
        f"{named(path)}:{token.start[0]}: {token.string}"
        for path in MODULES
        for token in tokenize.generate_tokens(io.StringIO(path.read_text()).readline)
        if token.type == tokenize.COMMENT
        and re.search(r"type: ignore(?!\[)|noqa(?!: [A-Z])", token.string)
    ]
    assert found == []


def test_text_becomes_code_in_two_places_only() -> None:
    found = [
        f"{named(path)}:{node.lineno}"
        for path in MODULES
        if named(path) not in COMPILERS
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in {"eval", "exec", "compile"}
    ]
    assert found == []


def test_code_that_was_printed_is_not_read_back() -> None:
    """But for marks on lines that are too long: who wants a piece of a file asks what prints it."""
    found = [named(path) for path in MODULES if any(name == "ast" for _, name in imports(path))]
    assert found == ["generator/emit/python/layout.py"]


def test_templates_are_printed_by_one_module() -> None:
    found = [
        named(path)
        for path in MODULES
        if any(name.partition(".")[0] == "jinja2" for _, name in imports(path))
    ]
    assert found == ["generator/formats/templates.py"]
