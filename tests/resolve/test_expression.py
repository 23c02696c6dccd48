"""Type expressions, and where their mistakes are."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.contract.declare.expression import (
    ContainerExpr,
    NameExpr,
    OptionalExpr,
    TypeExpr,
    parse,
)
from generator.diagnostics import Problems, Span
from generator.model import Scalar


def scalar(text: str, *, quoted: bool = False, column: int = 10, raw: int | None = None) -> Scalar:
    width = (len(text) + 2 * quoted) if raw is None else raw
    span = Span(file="a.yaml", line=3, column=column, end_line=3, end_column=column + width)
    return Scalar(value=text, text=text, quoted=quoted, span=span)


def spell(expr: TypeExpr) -> str:
    match expr:
        case NameExpr():
            return expr.name
        case OptionalExpr():
            return f"{spell(expr.item)}?"
        case ContainerExpr():
            return f"{expr.container}<{spell(expr.item)}>"


@pytest.mark.parametrize(
    "text",
    ["string", "string?", "list<string>", "list<map<Product?>>?", "stream<common.Money>", "set<T>"],
)
def test_an_expression_is_read_as_it_is_written(text: str) -> None:
    problems = Problems()
    expr = parse(scalar(text), problems)
    assert not list(problems)
    assert expr is not None
    assert spell(expr) == text


EXPRESSIONS = st.recursive(
    st.from_regex(r"[A-Z][a-z]{0,5}", fullmatch=True),
    lambda inner: st.builds(
        "{}<{}{}>".format,
        st.sampled_from(["list", "set", "map"]),
        inner,
        st.sampled_from(["", "?"]),
    ),
    max_leaves=4,
)


@given(EXPRESSIONS, st.sampled_from(["", " "]))
def test_any_nesting_is_read_with_or_without_blanks(text: str, blank: str) -> None:
    problems = Problems()
    spaced = text.replace("<", f"<{blank}").replace(">", f"{blank}>")
    expr = parse(scalar(spaced), problems)
    assert expr is not None
    assert spell(expr) == text


@given(st.text(max_size=30))
def test_any_text_is_read_or_reported_once(text: str) -> None:
    problems = Problems()
    expr = parse(scalar(text), problems)
    assert (expr is None) == (len(list(problems)) == 1)


@pytest.mark.parametrize(
    ("text", "column", "width"),
    [
        ("list<string", 21, 1),
        ("list<map<a b>>", 21, 1),
        ("string??", 17, 1),
        ("array<string>", 10, 5),
        ("map<string, int32>", 20, 1),
    ],
)
def test_a_mistake_is_pointed_at_within_the_expression(text: str, column: int, width: int) -> None:
    problems = Problems()
    assert parse(scalar(text), problems) is None
    (found,) = problems
    assert found.code == "GEN221"
    assert found.span is not None
    assert (found.span.column, found.span.end_column) == (column, column + width)


def test_quotes_are_counted() -> None:
    problems = Problems()
    expr = parse(scalar("list<Money>", quoted=True), problems)
    assert isinstance(expr, ContainerExpr)
    assert expr.item.span.column == 10 + 1 + len("list<")


def test_an_expression_with_escapes_is_pointed_at_as_a_whole() -> None:
    problems = Problems()
    node = scalar("list<Money>", quoted=True, raw=40)
    expr = parse(node, problems)
    assert isinstance(expr, ContainerExpr)
    assert expr.item.span == node.span
