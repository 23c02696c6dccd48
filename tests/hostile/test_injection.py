"""Puts hostile texts and names into every slot of a contract: built exactly, or refused."""

import ast
import inspect
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from generator import build
from tests.hostile.hostile import MARK, NAMES, TEXTS, with_name, with_text, write

IMPORT_ALL = """
import importlib, pathlib, sys
sys.path.insert(0, ".")
for path in sorted(pathlib.Path("out").rglob("*.py")):
    if path.name != "__main__.py":
        importlib.import_module(".".join(path.with_suffix("").parts).removesuffix(".__init__"))
"""


def _import_all(folder: Path) -> None:
    """Import everything below ``out``; the texts must not have come alive by that."""
    subprocess.run(
        [sys.executable, "-c", IMPORT_ALL], cwd=folder, check=True, env={**os.environ, "LANG": "C"}
    )
    assert not (folder / MARK).exists()


def _collapsed(text: str | None) -> str:
    return " ".join((text or "").split())


@pytest.fixture(params=TEXTS.values(), ids=TEXTS.keys())
def built(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[str, Path]:
    """A hostile text, and the folder of what was built from a contract full of it."""
    text: str = request.param
    result = build(write(tmp_path, with_text(text)), output=tmp_path / "out")
    assert result.ok, [*result.diagnostics]
    return text, tmp_path


def test_a_hostile_text_does_not_come_alive(built: tuple[str, Path]) -> None:
    _import_all(built[1])


def test_a_hostile_text_stays_as_it_is_in_the_specs(built: tuple[str, Path]) -> None:
    text, folder = built
    openapi = yaml.safe_load((folder / "out/hostile/rest/openapi.yaml").read_text("utf-8"))
    assert openapi["info"]["title"] == text
    assert openapi["info"]["description"] == text
    assert openapi["x-text"] == {"deep": [text]}
    thing = openapi["components"]["schemas"]["Thing"]
    assert thing["description"] == text
    assert thing["properties"]["text"]["default"] == text
    assert thing["properties"]["table"]["default"] == {text: text}
    say = openapi["paths"]["/say"]["post"]
    assert say["description"] == text
    openrpc = json.loads((folder / "out/hostile/jsonrpc/openrpc.json").read_text("utf-8"))
    assert openrpc["info"]["description"] == text
    assert openrpc["components"]["schemas"]["Thing"]["description"] == text
    schema = json.loads((folder / "out/hostile/schema.json").read_text("utf-8"))
    assert schema["$defs"]["Thing"]["properties"]["text"]["default"] == text


def test_a_hostile_text_stays_as_it_is_in_python(built: tuple[str, Path]) -> None:
    text, folder = built
    program = (
        "import json, sys; sys.path.insert(0, '.')\n"
        "from out.hostile import Hostile, Left, Thing\n"
        "t = Thing(id='1')\n"
        "print(json.dumps([Thing.__doc__, Hostile.say.__doc__, t.text, t.texts, t.table, t.any]))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=folder, check=True, capture_output=True, text=True
    )
    thing_doc, say_doc, *values = json.loads(done.stdout)
    assert values == [text, [text], {text: text}, {"a": [text]}]
    assert _collapsed(text) in _collapsed(inspect.cleandoc(thing_doc))
    assert _collapsed(text) in _collapsed(inspect.cleandoc(say_doc))


def test_a_hostile_text_is_no_line_of_the_proto(built: tuple[str, Path]) -> None:
    proto = (built[1] / "out/hostile/grpc/hostile.proto").read_text("utf-8")
    assert not [line for line in proto.splitlines() if line.lstrip().startswith("message Evil")]


@pytest.mark.parametrize("name", NAMES, ids=ascii)
def test_a_hostile_name_is_built_or_refused(name: str, tmp_path: Path) -> None:
    accepted = []
    for slot, contract in with_name(name).items():
        folder = tmp_path / slot.replace(" ", "_")
        folder.mkdir()
        result = build(write(folder, contract), output=folder / "out")
        if result.ok:
            accepted.append(folder)
            continue
        assert not (folder / "out").exists()
        for diagnostic in result.diagnostics:
            assert diagnostic.span is not None, (slot, diagnostic)
            assert diagnostic.code.startswith("GEN"), (slot, diagnostic)
            assert "\u202e" not in diagnostic.message, (slot, diagnostic)
    for folder in accepted:
        _import_all(folder)


def test_what_a_harmless_name_gives_is_built_everywhere(tmp_path: Path) -> None:
    for slot, name in {"type": "Name", "field": "name", "operation": "Name"}.items():
        folder = tmp_path / slot
        folder.mkdir()
        assert build(write(folder, with_name(name)[slot]), output=folder / "out").ok


def test_generated_modules_only_define(tmp_path: Path) -> None:
    contract: dict[str, Any] = with_text(TEXTS["end of docstring"])
    assert build(write(tmp_path, contract), output=tmp_path / "out").ok
    allowed = (
        *(ast.Import, ast.ImportFrom, ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef),
        *(ast.Assign, ast.AnnAssign, ast.If),
    )
    for path in (tmp_path / "out" / "hostile").rglob("*.py"):
        doc, *body = ast.parse(path.read_text("utf-8")).body
        assert isinstance(doc, ast.Expr), path
        for statement in body:
            assert isinstance(statement, allowed), (path, ast.unparse(statement))
