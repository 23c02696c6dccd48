"""Shows one operation in every style: how it is called there, what it answers, how it fails.

It is read from a contract that holds no more than the operation needs, cut out of the text: so it
costs the same in a contract of any size, and faults elsewhere do not matter.
"""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from generator import settings
from generator.building import pipeline
from generator.building.bind import Contract, bind_all
from generator.building.in_memory import importable
from generator.building.readme.calls import NO_VALUE, ClientCall, ExampleCalls
from generator.building.readme.errors import error_cases
from generator.contract.source.unsaved import unsaved
from generator.diagnostics import Problems
from generator.editor.outline import Outline, Part
from generator.editor.shapes import resource_of
from generator.editor.text import Text
from generator.emit.support import lent
from generator.formats import markdown
from generator.formats.readable import compact
from generator.model import Operation, Verb
from generator.runtime.long_stack import on_a_long_stack
from generator.styles import registry

_WORD = re.compile(r"[A-Za-z_]\w*")
_KEPT = 200  # answers
_WARM = "contract: warm.up.v1\nversion: 1.0.0\noperations:\n  Warm: {output: {text: string}}\n"
_SHOWN = 240  # characters of a body
_DECLARED = ("types", "errors", "resources")


def excerpt(outline: Outline, operation: str) -> Text:
    """The contract with one operation, and what it mentions; the rest of the lines left out."""
    declared: dict[str, list[Part]] = {}
    for part in outline.parts:
        if part.section in _DECLARED:
            declared.setdefault(part.name, []).append(part)
    needed = outline.get("operations", operation), _read(outline, operation)
    todo = [part for part in needed if part is not None]
    kept: dict[int, Part] = {}
    while todo:
        part = todo.pop()
        if part.first in kept:
            continue
        kept[part.first] = part
        for word in _WORD.findall("\n".join(_lines(outline, part))):
            todo += declared.pop(word, ())
    used = {part.section for part in kept.values()}
    lines: list[str] = []
    done = -1  # the first line of the last part: those of ``{…}`` share one
    for part in outline.parts:
        section = part.section or part.name
        wanted = section not in (*_DECLARED, "operations") or part.first in kept
        if (wanted or (not part.section and section in used)) and part.first != done:
            lines += _lines(outline, part)
            done = part.first
    return Text("\n".join(lines))


def _lines(outline: Outline, part: Part) -> list[str]:
    return outline.text.lines[part.first : part.first + part.lines]


def _read(outline: Outline, operation: str) -> Part | None:
    """The operation that reads what this one is on, whose answers have the tags that it needs."""
    own = outline.get("operations", operation)
    verb = None if own is None else resource_of(own)
    reads = (part for part in outline.section("operations") if resource_of(part) == _get(verb))
    return None if verb is None else next(reads, None)


def _get(verb: tuple[Verb, str] | None) -> tuple[Verb, str] | None:
    return None if verb is None else (Verb.GET, verb[1])


class Travels:
    """What was found last, for one thread to ask: the same question costs nothing."""

    def __init__(self) -> None:
        self._known: dict[tuple[Path, str], str] = {}
        self._texts: dict[Path, str] = {}

    def of(self, file: Path, outline: Outline, texts: dict[Path, str], operation: str) -> str:
        """How an operation of a contract travels, in Markdown; "" where it is faulty."""
        others = {path: text for path, text in texts.items() if path != file}
        if others != self._texts or len(self._known) > _KEPT:
            self._known.clear()
            self._texts = others
        text = excerpt(outline, operation).content
        key = file, f"{operation}\n{text}"
        if key not in self._known:
            self._known[key] = travels(file, Text(text), others, operation)
        return self._known[key]

    def warm(self) -> None:
        """Import what is needed, and use it once: the first answer is then as fast as others."""
        file = Path("warm.yaml").absolute()
        travels(file, Text(_WARM), {}, "Warm")


def travels(file: Path, text: Text, open_: dict[Path, str], operation: str) -> str:
    """The same for an excerpt, each time anew."""
    problems = Problems()
    found = settings.load(file.parent, problems, registry.names)
    with unsaved({**open_, file: text.content}):
        made = bind_all([file], found.root, found.styles, problems)
        if not made or operation not in made[0].bound.api.operations:
            return ""
        return on_a_long_stack(lambda: _shown(made[0], operation))


def _shown(contract: Contract, name: str) -> str:
    bound = contract.bound
    api, styles = bound.api, [style for style, _ in bound.bindings]
    files = {
        f"{api.folder}/{file.path}": file.content
        for file in pipeline.emit_code(bound, documents=False)
        if file.path != "__init__.py"  # imports what no request needs
    }
    operation = api.operations[name]
    with importable(files, lent(styles)) as package:
        calls = ExampleCalls(api, bound.bindings, package)
        try:
            call = next((one for one in calls.of(operation)), None)
        except NO_VALUE:
            call = None
        titles = {style.name: style.title for style in styles}
        blocks = [
            f"**{markdown.plain(titles[style])}** {text}"
            for style, text in _styles(calls, operation, call, list(titles))
        ]
        rows = [_failures(calls, operation, titles, contract)]
    return "\n\n".join([*blocks, *filter(None, rows)])


def _styles(
    calls: ExampleCalls, operation: Operation, call: ClientCall | None, styles: Sequence[str]
) -> Iterator[tuple[str, str]]:
    """A style, and how the operation is called and answered there."""
    for style in styles:
        description = calls.descriptions[style]
        facts = description.facts(operation)
        if not facts.carried:
            yield style, f"not carried: {markdown.plain(facts.not_carried)}"
            continue
        success = markdown.plain(description.success(operation))
        request = None
        if call is not None:
            request = calls.request(operation, style, call.arguments, call.items)
        if request is None:
            yield style, f"{markdown.plain('; '.join(facts.knowledge))} → {success}"
            continue
        shown = calls.show(style, request)
        body = compact(shown.text)
        body = body if len(body) <= _SHOWN else f"{body[:_SHOWN].rstrip()} …"
        lines = f"{shown.start}\n{body}" if body else shown.start
        yield style, f"→ {success}\n{markdown.block(lines)}"


def _failures(
    calls: ExampleCalls, operation: Operation, titles: dict[str, str], contract: Contract
) -> str:
    """How the declared errors arrive, in a line for each."""
    lines = []
    for case in error_cases(contract.bound.api, operation):
        if not case.declared:
            continue
        told: dict[str, list[str]] = {}
        for style, title in titles.items():
            if calls.descriptions[style].facts(operation).carried:
                told.setdefault(calls.descriptions[style].failure(operation, case), []).append(
                    title
                )
        ways = ", ".join(f"{text} ({', '.join(who)})" for text, who in told.items())
        lines.append(f"- {markdown.span(case.name)}: {markdown.plain(ways)}")
    return "\n".join(lines)
