"""What an agent is given stands on the page, held against what the other styles say."""

import json
from dataclasses import replace

import pytest

from generator.compare.page import page
from generator.compare.page.agents import agents
from generator.compare.sideways.comparison import Comparison, OperationComparison
from generator.compare.sideways.terminal import terminal
from generator.styles.style import Tool
from tests.report.made import in_styles

TITLES = ["First", "Second", "Agents"]
HIDDEN = "the contract keeps it from agents"


def tool(operation: OperationComparison) -> Tool | None:
    """What a style could give; adding is kept from agents."""
    if operation.verb == "create":
        return None
    listed = {"name": operation.method, "inputSchema": {"type": "object", "title": "</pre><b>"}}
    return Tool(
        name=operation.method,
        title=f"Title of {operation.name}",
        description="Says *what* <b>it</b> does.",
        safe=operation.safe,
        destructive=not operation.safe,
        idempotent=operation.idempotent,
        definition=json.dumps(listed, separators=(",", ":")).encode(),
    )


@pytest.fixture
def with_tools(products: Comparison) -> Comparison:
    found = in_styles(products, TITLES)
    first, second, last = found.styles

    def given(operation: OperationComparison) -> OperationComparison:
        *others, own = operation.styles
        made = tool(operation)
        if made is None:
            facts = replace(own.facts, carried=False, hidden=HIDDEN)
            own = replace(own, facts=facts)
        return replace(operation, styles=(*others, replace(own, tool=made)))

    return replace(
        found,
        styles=(first, second, replace(last, has_tools=True)),
        operations=tuple(map(given, found.operations)),
    )


def test_a_style_without_tools_has_no_section(products: Comparison) -> None:
    found = in_styles(products, TITLES)
    assert list(agents(found, {one.name: one.title for one in found.styles})) == []


def test_each_operation_is_a_tool_with_its_effects_or_hidden_with_the_reason(
    with_tools: Comparison,
) -> None:
    (view,) = agents(with_tools, {one.name: one.title for one in with_tools.styles})
    assert {one.operation: one.effects or one.hidden for one in view.tools} == {
        "AddProduct": HIDDEN,
        "GetProduct": "safe",
        "ListProducts": "safe",
        "UpdateProductPrice": "destructive, may be repeated",
        "DeleteProduct": "destructive, may be repeated",
    }


def test_the_lead_counts_tools_bytes_and_what_is_hidden(with_tools: Comparison) -> None:
    (view,) = agents(with_tools, {one.name: one.title for one in with_tools.styles})
    size = sum(len(made.definition) for one in with_tools.operations if (made := tool(one)))
    assert "4 tools, 2 safe and 2 destructive. 1 operation no agent sees." in view.lead
    assert f"{size:,} bytes" in view.lead


def test_who_else_says_so_is_told_by_style(with_tools: Comparison) -> None:
    (view,) = agents(with_tools, {one.name: one.title for one in with_tools.styles})
    rows = {row.name: [text for _, text in row.cells] for row in view.told.rows}
    assert rows == {
        "safe": ["the call itself, 2 of 2", "the contract, 2 of 2", "the tool, 2 of 2"],
        "may be repeated": ["the call itself, 4 of 4", "the contract, 4 of 4", "the tool, 4 of 4"],
        "destructive": ["nothing", "nothing", "the tool, 2 of 2"],
    }


def test_what_an_agent_is_given_is_shown_and_never_obeyed(with_tools: Comparison) -> None:
    text = page(with_tools, None)
    section = text.partition('id="agents-2"')[2].partition("<table")[0]
    assert "&lt;/pre&gt;&lt;b&gt;" in section
    assert "Says <em>what</em> &lt;b&gt;it&lt;/b&gt; does." in section
    assert HIDDEN in section
    assert '<li class="c2"><a href="#agents-2">What an agent sees</a></li>' in text


def test_the_terminal_has_a_row_for_it(with_tools: Comparison) -> None:
    text = terminal(with_tools, width=200, color=False)
    assert "delete_product: destructive, may be repeated" in text
    assert HIDDEN not in text.partition("GetProduct  ·")[2]
