"""A text is read declaration by declaration, and only where it changed."""

from generator.editor.outline import Outline, outline
from generator.editor.text import Place, Range, Text
from tests.editor.marked import SHOP, at


def names(found: Outline, section: str) -> list[str]:
    return [part.name for part in found.section(section)]


def test_every_declaration_is_a_part_with_its_place() -> None:
    found = outline(Text(SHOP))
    assert names(found, "types") == ["Category", "Product", "Part"]
    assert names(found, "operations") == ["AddProduct", "GetProduct"]
    product = found.get("types", "Product")
    assert product is not None
    assert product.key.start == at(SHOP, "  Product:\n", 2)
    assert found.text.of(product.range).endswith("max_items: 9}")


def test_a_section_in_braces_has_parts_too() -> None:
    found = outline(Text("errors: {A: {code: internal},\n  B: {code: unknown}}\ntypes: {}\n"))
    assert names(found, "errors") == ["A", "B"]
    second = found.get("errors", "B")
    assert second is not None
    assert second.key.start == Place(1, 2)


def test_what_did_not_change_is_not_read_again() -> None:
    before = outline(Text(SHOP))
    changed = Text("# one line more\n" + SHOP.replace("One product.", "A product."))
    after = outline(changed, before)
    for section, name in (("types", "Part"), ("operations", "GetProduct")):
        old, new = before.get(section, name), after.get(section, name)
        assert old is not None
        assert new is not None
        assert new.entry is old.entry
        assert new.first == old.first + 1
    old, new = before.get("types", "Product"), after.get("types", "Product")
    assert old is not None
    assert new is not None
    assert new.entry is not old.entry


def test_a_declaration_that_cannot_be_read_is_known_from_before() -> None:
    before = outline(Text(SHOP))
    broken = SHOP.replace("{key: id}", "{key: id")
    after = outline(Text(broken), before)
    resource = after.get("resources", "Product")
    assert resource is not None
    assert resource.mapping is not None
    assert not resource.fresh
    assert names(after, "operations") == ["AddProduct", "GetProduct"]


def test_a_broken_declaration_leaves_the_others_whole() -> None:
    start = at(SHOP, "Category:\n")
    text = Text(SHOP).replaced(Range(start, start), '"{ ')
    found = outline(text)
    assert names(found, "types")[-2:] == ["Product", "Part"]
    assert all(part.mapping is not None for part in found.section("operations"))


def test_a_text_that_is_no_contract_has_no_parts() -> None:
    for text in ("", "\n\n", "no colon here", "- a\n- b\n", "{", "\x00", ": :"):
        assert outline(Text(text)).parts == ()
