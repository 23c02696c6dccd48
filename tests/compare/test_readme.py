"""The side-by-side page, read by a Markdown parser as a reader's browser would."""

import functools
import itertools
import json
import re
from pathlib import Path
from typing import Any

import pytest
from markdown_it import MarkdownIt
from markdown_it.token import Token

from generator import build
from generator.building import trial
from generator.building.readme import page
from generator.diagnostics import Problems
from generator.emit.support import lent
from generator.styles.style import AnyStyle
from tests.hostile.hostile import TEXTS

PRODUCTS = Path(__file__).parents[2] / "contracts/products.yaml"
PARSER = MarkdownIt("commonmark").enable("table")

CONTRACT: dict[str, Any] = {
    "contract": "notes.v1",
    "version": "1.0.0",
    "types": {
        "Note": {"fields": {"id": {"type": "string", "read_only": True}, "text": "string"}},
    },
    "resources": {"Note": {"key": "id"}},
}


def _tokens(markdown: str) -> list[Token]:
    return PARSER.parse(markdown)


def _table(markdown: str) -> list[list[str]]:
    """The cells of the first table, the overview, as text."""
    rows: list[list[str]] = []
    inside = False
    for token in _tokens(markdown):
        if token.type == "table_close":
            break
        if token.type == "tr_open":
            rows.append([])
        elif token.type in {"th_open", "td_open"}:
            inside = True
        elif token.type == "inline" and inside:
            rows[-1].append(" ".join(_text(child) for child in token.children or []).strip())
            inside = False
    return rows


def _text(token: Token) -> str:
    return "" if token.type == "html_inline" else token.content


def _readme(folder: Path, contract: Path, styles: list[str]) -> str:
    (folder / "pyproject.toml").write_text(f"[tool.gen]\nstyles = {json.dumps(styles)}\n")
    target = folder / contract.name
    target.write_bytes(contract.read_bytes())
    result = build(target, output=folder / "out")
    assert result.ok, [*result.diagnostics]
    return (folder / "out" / contract.stem / "README.md").read_text("utf-8")


def test_products_are_the_table_of_the_textbooks(tmp_path: Path) -> None:
    head, *rows = _table(_readme(tmp_path, PRODUCTS, ["rest", "grpc"]))
    assert head[:2] == ["Operation", "Call"]
    assert sorted(head[2:]) == ["REST", "gRPC"]
    rest, grpc = head.index("REST"), head.index("gRPC")
    calls = {row[0]: (row[1], row[rest]) for row in rows}
    assert calls == {
        "AddProduct": (
            'client.add_product(name="T-Shirt", price=Decimal("22.00"), category=Category.CLOTHES)',
            'POST /products  {"name": "T-Shirt", "price": "22.00", "category": "Clothes"}',
        ),
        "GetProduct": ('client.get_product(product_id="123")', "GET /products/123"),
        "ListProducts": (
            'client.list_products(category=Category.CLOTHES, order_by="price")',
            "GET /products?category=Clothes&orderBy=price",
        ),
        "UpdateProductPrice": (
            'client.update_product_price(product_id="123", price=Decimal("20.00"))',
            'PUT /products/123  {"price": "20.00"}',
        ),
        "DeleteProduct": ('client.delete_product(product_id="123")', "DELETE /products/123"),
    }
    assert rows[0][grpc] == (
        "/shop.products.v1.ProductsService/AddProduct  "
        'name: "T-Shirt" price: "22.00" category: CATEGORY_CLOTHES'
    )


def test_an_answer_is_what_the_example_says_and_none_where_it_says_nothing(tmp_path: Path) -> None:
    page = _readme(tmp_path, PRODUCTS, ["rest", "grpc"])
    operations = dict(part.split("\n", 1) for part in page.split("\n## ")[1:])
    answers = {
        name: token.content
        for name, text in operations.items()
        for token in _tokens(text.partition("The answer, in every style:")[2])[:1]
    }
    assert set(answers) == {"AddProduct", "GetProduct"}
    assert answers["GetProduct"].startswith('Product(\n    id="123",\n    name="T-Shirt",\n')


def test_a_signature_is_the_one_that_a_server_implements(tmp_path: Path) -> None:
    page = _readme(tmp_path, PRODUCTS, ["rest"])
    service = (tmp_path / "out" / "products" / "service.py").read_text("utf-8")
    shown = [token.content for token in _tokens(page) if token.content.startswith("async def ")]
    assert len(shown) == 5
    flat = "".join(service.split())
    for signature in shown:
        assert "".join(signature.removesuffix(" ...\n").split()) in flat


def test_an_operation_without_examples_is_shown_with_made_up_values(tmp_path: Path) -> None:
    contract = CONTRACT | {
        "title": "Notes",
        "operations": {"AddNote": {"create": "Note"}, "GetNote": {"get": "Note"}},
    }
    path = tmp_path / "source" / "notes.yaml"
    path.parent.mkdir()
    path.write_text(json.dumps(contract))
    _, *rows = _table(_readme(tmp_path, path, ["rest"]))
    assert [row[1:] for row in rows] == [
        ['client.add_note(text="Text")', 'POST /notes  {"text": "Text"}'],
        ['client.get_note(note_id="123")', "GET /notes/123"],
    ]


def test_it_says_what_callers_need_and_how_they_are_refused(tmp_path: Path) -> None:
    token, key = {"scheme": "bearer"}, {"scheme": "api_key", "header": "X-Key"}
    contract = CONTRACT | {
        "title": "Notes",
        "auth": {"token": token, "key": key},
        "operations": {
            "AddNote": {"create": "Note", "auth": [[{"token": ["notes.write"]}, "key"], "key"]},
            "GetNote": {"get": "Note", "auth": "none"},
        },
    }
    path = tmp_path / "source" / "notes.yaml"
    path.parent.mkdir()
    path.write_text(json.dumps(contract))
    page = _readme(tmp_path, path, ["rest", "jsonrpc"])
    add, get = page.split("\n## ")[1:]
    assert "Callers need token (notes.write) and key, or key." in add.replace("\\", "")
    assert "Callers need" not in get
    rows = [line for line in add.splitlines() if "401" in line or "403" in line]
    assert [row.count("401 Unauthorized") + row.count("403 Forbidden") for row in rows] == [2, 2]


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS.keys())
def test_no_text_breaks_out_of_its_place(tmp_path: Path, text: str) -> None:
    path = tmp_path / "source" / "notes.yaml"
    path.parent.mkdir()
    pages = []
    for said in ("plain", text):
        contract = CONTRACT | {
            "title": said,
            "description": said,
            "operations": {
                "AddNote": {
                    "create": "Note",
                    "description": said,
                    "examples": {"one": {"input": {"text": said}}, "two": {"input": {"text": "2"}}},
                },
                "GetNote": {"get": "Note"},
            },
        }
        path.write_text(json.dumps(contract))
        pages.append(_readme(tmp_path, path, ["jsonrpc", "rest"]))
    assert _shape(pages[1]) == _shape(pages[0])
    request = next(token for token in _tokens(pages[1]) if token.info == "http")
    body = request.content[request.content.index("\n\n") :]
    assert json.loads(body) == {"text": text}


def _shape(markdown: str) -> list[str]:
    """The blocks of a page from the outside: what a quotation holds is its own affair."""
    shape = []
    depth = 0
    for token in _tokens(markdown):
        depth -= token.type == "blockquote_close"
        if depth == 0:
            html = re.sub(r"\s+", " ", token.content) if token.type == "html_block" else ""
            shape.append(f"{token.type} {token.tag} {html}".strip())
        depth += token.type == "blockquote_open"
    return shape


def test_a_value_that_follows_from_no_type_is_left_out_without_a_word(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    contract = CONTRACT | {
        "types": {"Zip": {"type": "string", "max_length": 2, "pattern": "^[a-z]{3}$"}},
        "resources": {},
        "operations": {"Get": {"safe": True, "output": {"zip": "Zip"}}},
    }
    (tmp_path / "pyproject.toml").touch()
    path = tmp_path / "notes.yaml"
    path.write_text(json.dumps(contract))
    assert build(path, output=tmp_path / "generated").ok
    assert "GET /get" in (tmp_path / "generated/notes/README.md").read_text()
    assert caplog.records == []


class Renamed:
    """A style under another name, for pages with more styles than there are."""

    def __init__(self, style: AnyStyle, number: int) -> None:
        self._style = style
        self.name = f"{style.name}{number}"
        self.title = f"Style {number}"

    def __getattr__(self, name: str) -> Any:
        return getattr(self._style, name)


@functools.cache
def _of_many(count: int) -> str:
    """The README of products in so many styles."""
    tried = trial.prepare(PRODUCTS, PRODUCTS.parent, Problems())
    assert tried is not None
    known = tried.bound.bindings
    bindings = [
        (Renamed(style, number), binding)
        for number, (style, binding) in zip(range(count), itertools.cycle(known), strict=False)
    ]
    with pytest.MonkeyPatch.context() as patch:  # their code is that of the real ones
        patch.setattr(page, "lent", lambda _: lent(tried.styles))
        return page.readme(tried.api, bindings, tried.files).content.decode()


@pytest.mark.parametrize(
    ("count", "bands"),
    [(1, [1]), (3, [3]), (4, [2, 2]), (5, [2, 3]), (6, [3, 3]), (7, [2, 2, 3])],
)
def test_no_more_than_three_styles_stand_beside_each_other(count: int, bands: list[int]) -> None:
    text = _of_many(count)
    heads = [row for row in text.splitlines() if row.startswith("| Operation |")]
    assert [row.count("](") for row in heads] == bands
    first = text.partition("\n## AddProduct")[2].partition("\n## ")[0]
    table = first.partition("<table>")[2].partition("</table>")[0]
    rows = [part.count("<th ") for part in table.split("<tr>")[1:]]
    assert rows == bands
    for number in range(count):
        assert f'<th align="left">Style {number}</th>' in table
        assert f"{number}/)" in text
    assert all(line.count("|") <= 7 for line in text.splitlines() if line.startswith("| "))


def test_no_line_of_a_page_with_seven_styles_is_absurdly_long() -> None:
    assert max(map(len, _of_many(7).splitlines())) < 1200


def test_what_holds_in_several_styles_is_said_once() -> None:
    text = _of_many(6)
    (deleting,) = (part for part in text.split("\n## ") if part.startswith("DeleteProduct"))
    (cacheable,) = (line for line in deleting.splitlines() if line.startswith("| Cacheable |"))
    assert cacheable.count("**no** ") == len({*cacheable.split("<br>")}) <= 3 + 3
    for number in range(6):
        assert cacheable.count(f"Style {number}") == 1
