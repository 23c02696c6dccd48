"""The server over stdio, driven by the client of pytest-lsp: what an editor sees."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from lsprotocol import types as lsp

from generator.editor.text import Place
from tests.editor.marked import SHOP, at
from tests.editor.session import Session, session


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Session]:
    root = tmp_path_factory.mktemp("project")
    (root / "pyproject.toml").write_text("[tool.gen]\ncontracts = ['*.yaml']\n")
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
    with session(tmp_path, [encoding]) as server:
        assert server.capabilities.position_encoding == encoding
        uri = server.open("wings.yaml", text)
        (found,) = server.diagnostics(uri, lambda shown: len(shown) == 1)
        assert found.range.start == lsp.Position(number, begin)
        server.change(uri, "1", found.range)
        assert server.codes(uri) == []
        told = server.hover(uri, Place(number, begin - len("max_length: ") + 1))
        assert "max_length" in told
