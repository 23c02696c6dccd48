"""What may be written at a place is offered there, and nothing that stands there already."""

import pytest

from generator.editor.complete import complete
from tests.editor.marked import FILE, MARK, SHOP, marked, project


def offered(text: str) -> dict[str, str]:
    """The candidates at the mark: what each would make of the line."""
    content, place = marked(text)
    found = complete(project(content), FILE, place)
    line = content.split("\n")[place.line]
    return {
        one.label: line[: found.start] + one.text + line[place.column :] for one in found.candidates
    }


def shop(old: str, new: str) -> str:
    assert old in SHOP
    return SHOP.replace(old, new, 1)


@pytest.mark.parametrize(
    ("text", "wanted", "line"),
    [
        (shop("category: Category", f"category: list<Ca{MARK}"), "Category",
         "      category: list<Category"),
        (shop("category: Category", f"category: {MARK}"), "decimal", "      category: decimal"),
        (shop("errors: [NotThere]", f"errors: [{MARK}]"), "NotThere",
         "  GetProduct: {get: Product, errors: [NotThere]}"),
        (shop("create: Product", f"create: P{MARK}"), "Product", "    create: Product"),
        (shop("create: Product", f"update: Product\n    only: [{MARK}]"), "name",
         "    only: [name]"),
        (shop("{key: id}", f"{{key: {MARK}}}"), "id", "  Product: {key: id}"),
        (shop("get: Product,", f"get: Product, rest: 'GET /p/{{{MARK}',"), "product_id",
         "  GetProduct: {get: Product, rest: 'GET /p/{product_id', errors: [NotThere]}"),
        (shop("get: Product,", f"get: Product, rest: {{method: Q{MARK}}},"), "QUERY",
         "  GetProduct: {get: Product, rest: {method: QUERY}, errors: [NotThere]}"),
        (shop("{get: Product", f"{{auth: {MARK}, get: Product"), "token",
         "  GetProduct: {auth: token, get: Product, errors: [NotThere]}"),
        (shop("scheme: bearer", f"scheme: {MARK}"), "oauth2", "  token: {scheme: oauth2}"),
        (shop("code: not_found", f"code: {MARK}"), "aborted",
         "  NotThere: {code: aborted, fields: {product_id: string}}"),
        (shop("    description: Add one.", f"    examples: {{a: {{input: {{{MARK}}}}}}}"), "name",
         "    examples: {a: {input: {name: }}}"),
        (shop("    description: Add one.",
              f"    examples: {{a: {{input: {{category: {MARK}}}}}}}"), "Shoes",
         "    examples: {a: {input: {category: Shoes}}}"),
        (f"con{MARK}", "contract", "contract: "),
    ],
)  # fmt: skip
def test_what_fits_is_offered(text: str, wanted: str, line: str) -> None:
    assert offered(text)[wanted] == line


def test_keys_that_are_there_are_not_offered_again() -> None:
    found = offered(shop("    description: Add one.", f"    {MARK}\n    description: Add one."))
    assert "errors" in found
    assert "create" not in found
    assert "description" not in found


def test_a_broken_text_still_offers_what_was_declared() -> None:
    text = shop("{key: id}", "{key: id").replace("errors: [NotThere]", f"errors: [{MARK}")
    assert "NotThere" in offered(text)


def test_comments_and_prose_offer_nothing() -> None:
    assert offered(f"# con{MARK}") == {}
    assert offered(f"description: |\n  con{MARK}") == {}
