"""Turns a comparison into JSON; docs/diff.md promises its shape."""

import json
from typing import Any

from generator.check.diff.compared import Compared, Comparison
from generator.check.diff.differ import Difference
from generator.check.diff.findings import counts
from generator.diagnostics import Problems, Span
from generator.diagnostics.registry import all_kinds
from generator.diagnostics.render import render
from generator.model.change import Grade


def json_text(comparison: Comparison, problems: Problems) -> str:
    """``{"version": 1, "base": …, "contracts": […], "diagnostics": […]}``"""
    diagnostics = json.loads(render(problems, "json", kinds=all_kinds()))
    document = {
        "version": 1,
        "base": comparison.base,
        "breaks": comparison.breaks,
        "failed": comparison.failed,
        "contracts": [_contract(one, both=comparison.both) for one in comparison.compared],
        "new": list(comparison.new),
        "removed": list(comparison.removed),
        "dropped": list(comparison.dropped),
        "unchanged": list(comparison.unchanged),
        "diagnostics": diagnostics["diagnostics"],
        "summary": diagnostics["summary"],
    }
    return json.dumps(document, indent=2, ensure_ascii=True) + "\n"


def _contract(one: Compared, *, both: bool) -> dict[str, Any]:
    accepted = {id(difference): accept for difference, accept in one.accepted}
    return {
        "path": one.path,
        "before": one.before,
        "package": one.found.pair.new.package,
        "version": {
            "before": one.version.before,
            "now": one.version.now,
            "proposed": one.version.least,
            "package": one.version.package,
            "enough": one.version.is_enough,
            "why": one.version.why,
        },
        "audiences": {each.name: each.title for each in one.found.audiences},
        "changes": [
            {**_change(each, both=both), "accepted": reason}
            for each in one.found.found
            for reason in [accepted[id(each)].reason if id(each) in accepted else None]
        ],
    }


def _change(one: Difference, *, both: bool) -> dict[str, Any]:
    change = one.change
    return {
        "code": change.kind.code,
        "rule": change.kind.name,
        "what": change.what,
        "message": change.message,
        "place": _place(change.span if change.new is not None else None),
        "before": _place(change.before),
        "operations": [list(names) for names in change.operations],
        "counts": counts(one, both=both),
        "verdicts": {
            name: {
                "old_clients": v.old.value,
                "new_clients": v.new.value,
                "why": v.why,
                "why_new": "" if v.new is Grade.FINE else v.reason_new,
            }
            for name, v in one.verdicts.items()
        },
    }


def _place(span: Span | None) -> dict[str, Any] | None:
    return None if span is None else {"line": span.line, "column": span.column}
