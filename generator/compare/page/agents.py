"""Turns the tools that a style gives to agents into a section: what an agent sees before it calls.

An agent chooses from names, descriptions and hints alone; what the hints say decides whether it may
go on without asking. The other styles are held against it: who says as much of the same calls.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from generator.compare.page import highlight, quantity
from generator.compare.page.operation import RowView, TableView
from generator.compare.page.prose import prose
from generator.compare.sideways.comparison import (
    Comparison,
    OperationComparison,
    StyleComparison,
)
from generator.diagnostics.render import visible
from generator.formats.readable import listed
from generator.styles.style import Reach, Tool, Trait

_TOKEN = 4  # bytes, about: JSON with English in it
_NOTHING = Markup()


@dataclass(frozen=True, slots=True, kw_only=True)
class ToolView:
    """One operation as an agent sees it; kind: the class of its effects.

    hidden: why no agent sees it; then there is no more of it.
    """

    operation: str
    anchor: str
    hidden: str = ""
    name: str = ""
    title: str = ""
    description: Markup = _NOTHING
    kind: str = ""
    effects: str = ""
    size: str = ""
    definition: Markup = _NOTHING


@dataclass(frozen=True, slots=True, kw_only=True)
class AgentsView:
    """A style's tools; name: of what the table speaks of; told: what each style says of effects."""

    number: int
    anchor: str
    name: str
    lead: str
    tools: tuple[ToolView, ...]
    told: TableView


def agents(comparison: Comparison, titles: Mapping[str, str]) -> Iterator[AgentsView]:
    """A section for each style that gives operations to agents."""
    for number, style in enumerate(comparison.styles):
        if style.has_tools:
            found = [(one, _tool(one, style.name)) for one in comparison.operations]
            yield AgentsView(
                number=number,
                anchor=f"agents-{number}",
                name=f"operations over {titles[style.name]}",
                lead=_lead([tool for _, tool in found if tool], len(found), titles[style.name]),
                tools=tuple(_view(one, tool, style.name) for one, tool in found),
                told=_told(comparison, style),
            )


def _tool(operation: OperationComparison, style: str) -> Tool | None:
    return next(one.tool for one in operation.styles if one.style == style)


def _lead(tools: Sequence[Tool], whole: int, title: str) -> str:
    size = sum(len(tool.definition) for tool in tools)
    kinds = (
        (sum(tool.safe for tool in tools), "safe"),
        (sum(tool.destructive and not tool.safe for tool in tools), "destructive"),
    )
    told = [f"{count} {word}" for count, word in kinds if count]
    hidden = whole - len(tools)
    said = f", {listed(told)}" if told else ""
    left = f" {quantity.count(hidden, 'operation')} no agent sees." if hidden else ""
    return (
        f"Over {title}, an agent is given {quantity.count(len(tools), 'tool')}{said}.{left} "
        f"Their list takes {quantity.count(size, 'byte')}, about {size // _TOKEN:,} tokens of "
        "every conversation. An agent may call what is safe without asking, and should ask before "
        "it calls what is destructive."
    )


def _view(operation: OperationComparison, tool: Tool | None, style: str) -> ToolView:
    name, anchor = operation.name, f"op-{operation.name}"
    if tool is None:
        facts = next(one.facts for one in operation.styles if one.style == style)
        return ToolView(operation=name, anchor=anchor, hidden=visible(facts.not_carried))
    text = json.dumps(json.loads(tool.definition), ensure_ascii=False)
    return ToolView(
        operation=name,
        anchor=anchor,
        name=visible(tool.name),
        title=visible(tool.title),
        description=prose(tool.description),
        kind="anybody" if tool.safe else "bad" if tool.destructive else "",
        effects=tool.effects,
        size=f"{len(tool.definition):,}",
        definition=highlight.body(text),
    )


def _told(comparison: Comparison, own: StyleComparison) -> TableView:
    """What is said of the effects of the tools' operations, by each style."""
    tools = {one.name: _tool(one, own.name) for one in comparison.operations}
    seen = [one for one in comparison.operations if tools[one.name] is not None]
    rows = (
        ("safe", "safe", [one for one in seen if one.safe]),
        ("may be repeated", "idempotent", [one for one in seen if one.idempotent]),
        ("destructive", "", [one for one in seen if (t := tools[one.name]) and t.destructive]),
    )
    return TableView(
        title="Who says so",
        rows=tuple(
            RowView(
                name=name,
                code=False,
                why="",
                cells=tuple(_cell(found, trait, style, own) for style in comparison.styles),
            )
            for name, trait, found in rows
            if found
        ),
    )


def _cell(
    found: Sequence[OperationComparison], trait: str, style: StyleComparison, own: StyleComparison
) -> tuple[str, str]:
    """Of how many operations a style tells, and whom."""
    whole = len(found)
    if style.name == own.name:
        return "anybody", f"the tool, {whole} of {whole}"
    traits: list[Trait] = [
        getattr(one.facts, trait)
        for operation in found
        for one in operation.styles
        if trait and one.style == style.name
    ]
    for reach, words in ((Reach.ANYBODY, "the call itself"), (Reach.CLIENT, "the contract")):
        count = sum(one.reach is reach for one in traits)
        if count:
            return reach.name.lower(), f"{words}, {count} of {whole}"
    return "nobody", "nothing"
