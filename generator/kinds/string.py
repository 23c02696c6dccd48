"""``string``: any text."""

import re

from generator.kinds.kind import TEXTS, Carrier, Order, ScalarKind
from generator.kinds.misfit import text_of
from generator.model import Json

_DIGITS = re.compile(r"\d+$")


def counted(text: str, number: int) -> str | None:
    """The text with the number at its end counted up: ``db-1`` → ``db-2``."""
    found = _DIGITS.search(text)
    if found is None:
        return None
    return f"{text[: found.start()]}{int(found[0]) + number:0{len(found[0])}d}"


def _another(value: Json, number: int) -> Json:
    text = str(value)
    return counted(text, number) or f"{text} {number + 1}"


KIND = ScalarKind(
    name="string",
    also=("str", "text"),
    summary="text",
    carrier=Carrier.TEXT,
    json={"type": "string"},
    constraints=TEXTS,
    parse=lambda node: text_of(node, "string"),
    example="text",
    another=_another,
    key=str,
    order=Order.TEXT,
)
