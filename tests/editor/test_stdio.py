"""The server over stdio, driven by the client of pytest-lsp: what an editor sees."""

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from lsprotocol import types as lsp
from pygls.exceptions import JsonRpcException

from generator.check.format import formatted
from generator.diagnostics import Problems
from generator.editor.text import Place
from tests.editor.marked import SHOP, at
from tests.editor.session import Session, session

pytestmark = pytest.mark.slow  # the process is started by pytest-lsp

SETTINGS = """\
[tool.gen]
contracts = ["*.yaml"]
[tool.gen.lint]
select = ["LINT301"]
"""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Session]:
    root = tmp_path_factory.mktemp("project")
    (root / "pyproject.toml").write_text(SETTINGS)
    with session(root) as made:
        yield made


def test_problems_are_shown_while_typing_and_go_when_they_are_mended(server: Session) -> None:
    uri = server.open("typed.yaml", SHOP.replace("category: Category", "category: Categroy"))
    (found,) = server.codes(uri, "GEN203")
    start = at(SHOP, "category: Category", 10)
    assert found.range == lsp.Range(
        lsp.Position(start.line, start.column), lsp.Position(start.line, start.column + 8)
    )
    assert found.message == "unknown type 'Categroy'\nhint: did you mean 'Category'?"
    server.change(uri, "Category", found.range)
    assert server.codes(uri) == []
    server.close(uri)


def test_a_change_is_made_where_the_client_says_whatever_python_calls_a_line(
    server: Session,
) -> None:
    wrong = SHOP.replace("category: Category", "category: Categroy")
    text = wrong.replace("One product.", '"One\u2028\x0cproduct."')
    uri = server.open("separated.yaml", text)
    shown = server.diagnostics(uri, lambda found: any(one.code == "GEN203" for one in found))
    (found,) = [one for one in shown if one.code == "GEN203"]
    server.change(uri, "Category", found.range)
    left = server.diagnostics(uri, lambda found: all(one.code != "GEN203" for one in found))
    assert {one.code for one in left} == {one.code for one in shown} - {"GEN203"}
    server.close(uri)


def test_the_text_in_the_editor_counts_in_imports_too(server: Session) -> None:
    (server.root / "common.yaml").write_text("contract: common.v1\nversion: 1.0.0\n")
    common = server.open("common.yaml", "contract: common.v1\nversion: 1.0.0\n")
    text = SHOP.replace("\nauth:", "\nimports: {common: common.yaml}\n\nauth:")
    uri = server.open("importing.yaml", text.replace("size: int32", "size: common.Size"))
    (problem,) = server.codes(uri, "GEN203")
    assert "common.Size" in problem.message
    server.change(common, "contract: common.v1\nversion: 1.0.0\ntypes: {Size: {type: int32}}\n")
    assert server.codes(uri) == []
    completed = server.complete(uri, at(server_text(text), "common.Size"))
    assert "common.Size" in completed
    server.close(uri)
    server.close(common)


def server_text(text: str) -> str:
    return text.replace("size: int32", "size: common.Size")


def test_what_lint_says_is_shown_too(server: Session) -> None:
    uri = server.open("linted.yaml", SHOP.replace("{type: list<Part>, max_items: 9}", "list<Part>"))
    (found,) = server.codes(uri, "LINT301")
    assert found.severity == lsp.DiagnosticSeverity.Warning
    server.close(uri)


def test_definition_and_references_lead_through_imports(server: Session) -> None:
    common = "contract: common.v1\nversion: 1.0.0\ntypes:\n  Size: {type: int32, maximum: 9}\n"
    (server.root / "common.yaml").write_text(common)
    text = SHOP.replace("\nauth:", "\nimports: {common: common.yaml}\n\nauth:")
    text = text.replace("size: int32", "size: common.Size")
    uri = server.open("found.yaml", text)
    place = at(text, "common.Size", 8)
    (definition,) = server.definitions(uri, place)
    assert definition.uri == server.uri("common.yaml")
    assert definition.range.start == lsp.Position(3, 2)
    found = {(one.uri, one.range.start.line) for one in server.references(uri, place)}
    assert found == {(server.uri("common.yaml"), 3), (uri, place.line)}
    server.close(uri)


def test_a_rename_is_written_everywhere_and_remembers_the_old_name(server: Session) -> None:
    committed(server.root, "renamed.yaml", SHOP)
    uri = server.open("renamed.yaml", SHOP)
    edit = server.rename(uri, at(SHOP, "[Clothes, Shoes]", 11), "Boots")
    changed = "{Clothes: null, Boots: {renamed_from: Shoes}}"
    assert server.edited(edit, uri) == SHOP.replace("[Clothes, Shoes]", changed)
    edit = server.rename(uri, at(SHOP, "NotThere:"), "Missing")
    expected = SHOP.replace("NotThere: {", "NotThere: {renamed_from: NotThere, ", 1)
    expected = expected.replace("NotThere: {", "Missing: {").replace("[NotThere]", "[Missing]")
    assert server.edited(edit, uri) == expected
    server.close(uri)


def test_a_rename_that_would_break_the_contract_is_refused(server: Session) -> None:
    uri = server.open("refused.yaml", SHOP)
    with pytest.raises(JsonRpcException, match="'category' would break the contract: "):
        server.rename(uri, at(SHOP, "name: {type"), "category")
    server.close(uri)


def test_symbols_and_folds_are_those_of_the_text(server: Session) -> None:
    uri = server.open("listed.yaml", SHOP)
    sections = {one.name: one for one in server.symbols(uri)}
    assert list(sections) == ["auth", "types", "errors", "resources", "operations"]
    types = {one.name: one for one in sections["types"].children or ()}
    assert [one.name for one in types["Product"].children or ()] == [
        *("id", "name", "category", "parts")
    ]
    assert "AddProduct" in server.search("adprod")
    start = at(SHOP, "  Product:\n", 2)
    assert (start.line, start.line + 6) in {(f.start_line, f.end_line) for f in server.folds(uri)}
    server.close(uri)


def test_a_text_is_formatted_as_gen_fmt_does(server: Session) -> None:
    crooked = SHOP.replace(
        "  Part:\n    fields: {size: int32}", "  Part:\n     fields: {size:   int32}"
    )
    uri = server.open("formatted.yaml", crooked)
    edits = server.format(uri)
    whole = lsp.WorkspaceEdit(changes={uri: edits})
    assert server.edited(whole, uri) == formatted(crooked, "", Problems())
    assert all(edit.range.start.line > 10 for edit in edits)
    server.close(uri)
    broken = server.open("formatted.yaml", "types: {")
    assert server.format(broken) == []
    server.close(broken)


def test_a_lens_tells_whom_a_change_breaks(server: Session) -> None:
    committed(server.root, "shop.yaml", SHOP)
    uri = server.open("shop.yaml", SHOP.replace("id: {type: string", "id: {type: int64"))
    (lens,) = server.lenses(uri, lambda found: len(found) == 1)
    assert lens.command is not None
    assert lens.command.title.startswith("breaks ")
    assert lens.range.start.line == at(SHOP, "  Product:\n").line
    server.close(uri)


def committed(root: Path, name: str, text: str) -> None:
    """Commit a file."""
    (root / name).write_text(text)
    who = ["-c", "user.name=n", "-c", "user.email=e@example.org", "-c", "commit.gpgsign=false"]
    for command in (["init", "-q"], ["add", name], [*who, "commit", "-q", "-m", name]):
        subprocess.run(["git", "-C", str(root), *command], check=True)


def test_an_operation_is_told_in_every_style(server: Session) -> None:
    uri = server.open("told.yaml", SHOP)
    told = server.hover(uri, at(SHOP, "AddProduct"))
    assert "Add one." in told
    for line in ("POST /products", "201 Created", "/shop.v1.ShopService/AddProduct", "addProduct"):
        assert line in told
    assert "404 Not Found" in server.hover(uri, at(SHOP, "GetProduct"))
    server.close(uri)


def test_names_are_completed(server: Session) -> None:
    uri = server.open("completed.yaml", SHOP)
    found = server.complete(uri, at(SHOP, "[NotThere]", 1))
    assert set(found) == {"NotThere"}
    edit = found["NotThere"].text_edit
    assert isinstance(edit, lsp.TextEdit)
    assert edit.new_text == "NotThere"
    server.close(uri)


@pytest.mark.parametrize("encoding", list(lsp.PositionEncodingKind))
def test_places_are_right_behind_any_character(
    tmp_path: Path, encoding: lsp.PositionEncodingKind
) -> None:
    text = SHOP.replace("description: Add one.", "description: '😀é'  # 😀")
    line = "  Wing: {type: string, description: 😀中, pattern: '😀', max_length: -1}"
    text = text.replace("\nerrors:\n", f"\n{line}\n\nerrors:\n")
    codec = {"utf-8": "utf-8", "utf-16": "utf-16-le", "utf-32": "utf-32-le"}[encoding.value]
    size = {"utf-8": 1, "utf-16": 2, "utf-32": 4}[encoding.value]
    number = text.split("\n").index(line)
    begin = len(line[: line.index("-1")].encode(codec)) // size
    (tmp_path / "pyproject.toml").write_text(SETTINGS)
    with session(tmp_path, [encoding]) as server:
        assert server.capabilities.position_encoding == encoding
        uri = server.open("wings.yaml", text)
        (found,) = server.diagnostics(uri, lambda shown: len(shown) == 1)
        assert found.range.start == lsp.Position(number, begin)
        server.change(uri, "1", found.range)
        assert server.codes(uri) == []
        told = server.hover(uri, Place(number, begin - len("max_length: ") + 1))
        assert "max_length" in told
