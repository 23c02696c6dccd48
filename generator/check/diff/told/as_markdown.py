"""Turns a comparison into Markdown for a pull request: a table of changes, who breaks, what now."""

from collections.abc import Iterator

from generator.check.diff.compared import Compared, Comparison
from generator.check.diff.differ import Difference
from generator.check.diff.told.summary import deployment, version
from generator.diagnostics import Problems
from generator.diagnostics.render.as_markdown import cell, table
from generator.diagnostics.render.as_markdown import markdown as plain
from generator.model.change import Grade, Verdict

_SHORT = {Grade.BREAKS: "**breaks**", Grade.WEAKER: "weaker"}
_FEW = 300  # rows: GitHub takes a summary of a megabyte, a comment of 65,536 characters


def markdown(comparison: Comparison, problems: Problems) -> str:
    """All contracts that changed, each with a table; what is wrong besides stands above them."""
    told = {change.change.kind.code for one in comparison.compared for change in one.found.found}
    others = Problems()
    others.texts = problems.texts
    for found in problems:
        if found.code not in told:
            others.add(found)
    parts = [plain(others)] if len(others) else []
    parts += ["\n".join(_contract(one)) + "\n" for one in comparison.compared if one.found.found]
    if not comparison.breaks and not comparison.failed:
        parts.append(f"Nothing breaks against `{comparison.base}`.\n")
    return "\n".join(parts)


def _contract(one: Compared) -> Iterator[str]:
    count = len(one.counting)
    said = f"{count} {'change breaks' if count == 1 else 'changes break'} callers"
    peace = "what breaks is accepted" if one.accepted else "nobody breaks"
    yield f"### {cell(one.path)}: {said if count else peace}"
    yield ""
    audiences = one.found.audiences
    accepted = {id(difference): accept for difference, accept in one.accepted}
    rows = []
    for each in one.found.found[:_FEW]:
        text = f"{cell(each.change.message)} ({each.change.kind.code})"
        if id(each) in accepted:
            text += f"<br>accepted: {cell(accepted[id(each)].reason)}"
        rows.append([text, *(_verdict(each, audience.name) for audience in audiences)])
    yield from table(["change", *(cell(audience.title) for audience in audiences)], rows)
    if len(one.found.found) > _FEW:
        yield f"\n… and {len(one.found.found) - _FEW} more."
    yield ""
    yield "Old clients meet the new server; in *italics*: new clients that meet the old server."
    yield ""
    yield from (f"- {cell(text)}" for text in (*deployment(one), version(one)))


def _verdict(one: Difference, name: str) -> str:
    found: Verdict = one.verdicts[name]
    parts = [_SHORT[found.old]] if found.old in _SHORT else []
    if found.new in _SHORT:
        parts.append(f"*{_SHORT[found.new].strip('*')}*")
    return "<br>".join(parts) or "–"
