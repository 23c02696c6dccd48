"""Bytes that travel as they are, and now do not, or as another media type."""

from collections.abc import Iterator

from generator.check.diff.operations import kept, of_operation
from generator.check.diff.pairs import Pair
from generator.diagnostics import Kind
from generator.model import Body
from generator.model.change import Aspect, Change, Flow, Grade, Verdict

KIND = Kind(code="DIFF508", name="body-changed")
KEYWORDS = ("Body.bytes", "Body.type", "Body.media_type", "Field.media_type")


def find(pair: Pair) -> Iterator[Change]:
    """Every body that is bytes on one side only, or bytes of another media type."""
    for old, new in kept(pair):
        name = frozenset({new.name.text})
        for way, before, after, flow in (
            ("takes", old.body_in, new.body_in, Flow(into=name)),
            ("answers with", old.body_out, new.body_out, Flow(out=name)),
        ):
            if _said(before) == _said(after):
                continue
            message = f"'{new.name}' {way} {_said(after)}, no longer {_said(before)}"
            neutral = Verdict(
                old=Grade.WEAKER, new=Grade.WEAKER, why="the bytes mean another thing"
            )
            if before is None or after is None:
                neutral = Verdict()
            yield of_operation(KIND, Aspect.OUTCOME, (old, new), message, neutral, flow=flow)


def _said(body: Body | None) -> str:
    return "a plain value" if body is None else f"bytes of {body.media_type}"
