"""Text as Python: it equals itself, ends nothing, and stays as the formatter wants it."""

import ast

import pytest

from generator.emit.python.code import doc, enum_member, ident, literal, member
from generator.emit.python.imports import Imports
from generator.emit.python.layout import alternatives, call
from generator.naming import Name

TEXTS = [
    "",
    "plain",
    '"',
    '""',
    '"""',
    '""""""',
    "'",
    "\"'",
    '\'""',
    "\\",
    "\\\\",
    '\\"',
    'a\\"\\"',
    "{{ v }} {% raw %} {# c #}",
    "a\tb",
    "a\x00\x1b\x7f\x85\u2028b",
    "\u202e\u2066\u200b\ufeff",
    "é 日本 😀",
    "\ud800",
    "\\N{DASH} \\x41 \\u0041",
]


@pytest.mark.parametrize("text", TEXTS)
def test_a_literal_equals_its_text(text: str) -> None:
    printed = literal(text)
    assert ast.literal_eval(printed) == text
    assert printed.isprintable()


@pytest.mark.parametrize("indent", [0, 4, 8])
@pytest.mark.parametrize(
    "text", [*TEXTS, *(f"x\n{t}" for t in TEXTS), *(f"{t}\n\nx" for t in TEXTS)]
)
def test_a_docstring_says_its_text_and_ends_where_it_should(text: str, indent: int) -> None:
    space = " " * indent
    source = f'{"if True:" if indent else ""}\n{space}"""{doc(text, indent=indent)}"""\n'
    tree = ast.parse(source)
    strings = [node.value for node in ast.walk(tree) if isinstance(node, ast.Constant)]
    said = "".join(s for s in strings if isinstance(s, str)).split()
    assert "".join(said) == "".join(text.expandtabs(4).split())


def test_long_text_is_wrapped_and_the_quotes_stand_alone() -> None:
    text = doc("word " * 40, indent=4)
    lines = text.split("\n")
    assert max(map(len, lines)) <= 88 - 2
    assert lines[-1] == "    "


def test_a_list_or_code_in_a_description_keeps_its_shape() -> None:
    text = doc("Steps:\n\n- one\n    - deeper\n\n        code()", indent=4)
    assert text.split("\n")[2:] == [
        "    - one",
        "        - deeper",
        "",
        "            code()",
        "    ",
    ]


@pytest.mark.parametrize(
    ("name", "expected"),
    [("class", "class_"), ("self", "self_"), ("options", "options_"), ("list", "list_")],
)
def test_a_name_that_python_or_we_need_gets_an_underscore(name: str, expected: str) -> None:
    assert member(Name.parse(name)) == expected


def test_a_name_that_is_none_is_our_own_bug() -> None:
    for name in ("a-b", "", "1a", "é", "a b"):
        with pytest.raises(ValueError, match="not an identifier"):
            ident(name)


def test_an_enum_value_becomes_a_constant() -> None:
    assert [enum_member(v) for v in ("Clothes", "inStock", "out-of-stock", "class")] == [
        "CLOTHES",
        "IN_STOCK",
        "OUT_OF_STOCK",
        "CLASS",
    ]


def test_imports_are_sorted_in_three_sections() -> None:
    imports = Imports()
    for name in ("Product", "product10", "product2", "MAXIMUM", "Category"):
        imports.declared("..types", name)
    imports.name(".binding", "METHODS")
    imports.name("_support", "CallOptions")
    imports.name("msgspec", "UnsetType")
    imports.name("msgspec", "UNSET")
    imports.module("datetime")
    imports.name("decimal", "Decimal")
    imports.name("", "Nothing")
    assert imports.printed(folders=1).split("\n") == [
        "import datetime",
        "from decimal import Decimal",
        "",
        "from msgspec import UNSET, UnsetType",
        "",
        "from ..._support import CallOptions",
        "from ..types import MAXIMUM, Category, Product, product2, product10",
        "from .binding import METHODS",
    ]


def test_a_module_imports_its_own_under_an_alias_where_the_contract_has_the_name() -> None:
    imports = Imports(declared={"Any", "Client", "Product"}, defined={"Client"})
    assert imports.name("typing", "Any") == "_Any"
    assert imports.name("typing", "Protocol") == "Protocol"
    assert imports.declared("..types", "Client") == "_Client"
    assert imports.declared("..types", "Any") == "Any"
    assert imports.declared("", "Client") == "Client"
    assert imports.printed(folders=1).split("\n") == [
        "from typing import Any as _Any",
        "from typing import Protocol",
        "",
        "from ..types import Any",
        "from ..types import Client as _Client",
    ]


def test_what_is_too_long_for_a_line_gets_one_item_a_line() -> None:
    assert call("f", ["a", "b"], indent=4) == "f(a, b)"
    assert call("f", ["a" * 50, "b" * 50], indent=4) == (
        f"f(\n        {'a' * 50},\n        {'b' * 50},\n    )"
    )
    assert alternatives("A: TypeAlias", ["B", "C"]) == "A: TypeAlias = B | C"
    assert "Union[" in alternatives("A: TypeAlias", ["B" * 50, "C" * 50])
