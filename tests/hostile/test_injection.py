"""Puts hostile texts and names into every slot of a contract: built exactly, or refused."""

import ast
import inspect
import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from generator import build
from generator.building.bind import bind_all
from generator.diagnostics import Problems, Severity
from generator.diagnostics.render import text
from tests.hostile.conftest import Forks
from tests.hostile.hostile import MARK, NAMES, TEXTS, merged, slots, with_text, write

IMPORT_ALL = """
import importlib, pathlib, sys
sys.path.insert(0, ".")
for path in sorted(pathlib.Path("out").rglob("*.py")):
    if path.name != "__main__.py":
        importlib.import_module(".".join(path.with_suffix("").parts).removesuffix(".__init__"))
"""


def _import_all(libraries: Forks, folder: Path) -> None:
    """Import everything below ``out``; the texts must not have come alive by that."""
    status, said = libraries.run(IMPORT_ALL, folder)
    assert status == 0, said
    assert not (folder / MARK).exists()


def _collapsed(text: str | None) -> str:
    return " ".join((text or "").split())


@pytest.fixture(scope="module", params=TEXTS.values(), ids=TEXTS.keys())
def built(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> tuple[str, Path]:
    """A hostile text, and the folder of what was built from a contract full of it."""
    hostile: str = request.param
    folder = tmp_path_factory.mktemp("text")
    result = build(write(folder, with_text(hostile)), output=folder / "out")
    assert result.ok, [*result.diagnostics]
    return hostile, folder


def test_a_hostile_text_does_not_come_alive(built: tuple[str, Path], libraries: Forks) -> None:
    _import_all(libraries, built[1])


def test_a_hostile_text_stays_as_it_is_in_the_specs(built: tuple[str, Path]) -> None:
    hostile, folder = built
    openapi = yaml.safe_load((folder / "out/hostile/rest/openapi.yaml").read_text("utf-8"))
    assert openapi["info"]["title"] == hostile
    assert openapi["info"]["description"] == hostile
    assert openapi["x-text"] == {"deep": [hostile]}
    thing = openapi["components"]["schemas"]["Thing"]
    assert thing["description"] == hostile
    assert thing["properties"]["text"]["default"] == hostile
    assert thing["properties"]["table"]["x-default"] == {hostile: hostile}
    say = openapi["paths"]["/say"]["post"]
    assert say["description"] == hostile
    openrpc = json.loads((folder / "out/hostile/jsonrpc/openrpc.json").read_text("utf-8"))
    assert openrpc["info"]["description"] == hostile
    assert openrpc["components"]["schemas"]["Thing"]["description"] == hostile
    schema = json.loads((folder / "out/hostile/schema.json").read_text("utf-8"))
    assert schema["$defs"]["Thing"]["properties"]["text"]["default"] == hostile


def test_a_hostile_text_stays_as_it_is_in_python(built: tuple[str, Path], libraries: Forks) -> None:
    hostile, folder = built
    program = (
        "import json, sys; sys.path.insert(0, '.')\n"
        "from out.hostile import Hostile, Left, Thing\n"
        "t = Thing(id='1')\n"
        "print(json.dumps([Thing.__doc__, Hostile.say.__doc__, t.text, t.texts, t.table, t.any]))"
    )
    status, said = libraries.run(program, folder)
    assert status == 0, said
    thing_doc, say_doc, *values = json.loads(said)
    assert values == [hostile, [hostile], {hostile: hostile}, {"a": [hostile]}]
    assert _collapsed(hostile) in _collapsed(inspect.cleandoc(thing_doc))
    assert _collapsed(hostile) in _collapsed(inspect.cleandoc(say_doc))


def test_a_hostile_text_is_no_line_of_the_proto(built: tuple[str, Path]) -> None:
    (path,) = (built[1] / "out" / "hostile" / "proto").rglob("*.proto")
    proto = path.read_text("utf-8")
    assert not [line for line in proto.splitlines() if line.lstrip().startswith("message Evil")]


def _problems(contract: Path) -> Problems:
    """What ``gen check`` finds."""
    problems = Problems()
    bind_all([contract], contract.parent, None, problems)
    return problems


@pytest.mark.parametrize("name", NAMES, ids=ascii)
def test_a_hostile_name_is_built_or_refused(name: str, tmp_path: Path, libraries: Forks) -> None:
    accepted = []
    for slot, contract in slots(name).items():
        problems = _problems(write(tmp_path, contract))
        if not problems.failed:
            accepted.append(contract)
        for problem in problems:
            assert problem.span is not None, (slot, problem)
            assert problem.code.startswith("GEN"), (slot, problem)
        assert "\u202e" not in text(problems, color=False), slot
    if accepted:
        path = write(tmp_path, merged(accepted))
        result = build(path, output=tmp_path / "out")
        assert result.ok == (not _problems(path).failed), list(result.diagnostics)
        if result.ok:
            _import_all(libraries, tmp_path)


@pytest.mark.parametrize(
    ("name", "among"),
    [("Name", {"type", "error", "resource", "operation", "rpc"}), ("text/name", {"media type"})],
)
def test_a_harmless_name_is_accepted(name: str, among: set[str], tmp_path: Path) -> None:
    for slot in among:
        assert not list(_problems(write(tmp_path, slots(name)[slot]))), slot


def test_a_harmless_word_is_accepted_in_every_other_slot(tmp_path: Path) -> None:
    among = slots("name").keys() - {"type", "error", "resource", "operation", "rpc", "media type"}
    for slot in among:
        found = _problems(write(tmp_path, slots("name")[slot]))
        assert [one for one in found if one.severity is not Severity.NOTE] == [], slot


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
            if not isinstance(statement, allowed):
                # what may stand after a definition is its docstring, and nothing that does anything
                assert isinstance(statement, ast.Expr), (path, ast.unparse(statement))
                assert isinstance(statement.value, ast.Constant), (path, ast.unparse(statement))
