"""Makes the kinds of texts that have a format of JSON Schema, which judges them everywhere."""

from collections.abc import Mapping

from generator.kinds.json_format import has_format
from generator.kinds.kind import TEXTS, Carrier, Order, ScalarKind
from generator.kinds.misfit import Misfit, text_of
from generator.model import Json, Scalar


def formatted(
    name: str,
    *,
    summary: str,
    words: str,
    example: str,
    format: str | None = None,
    also: tuple[str, ...] = (),
    in_models: Mapping[str, str] | None = None,
) -> ScalarKind:
    """Texts of a format, which is called like the kind if nothing else is said.

    words: what such a text is, after "is not" and "must be"; the example is a way out.
    """
    form = format or name

    def parse(node: Scalar) -> Json:
        text = text_of(node, name)
        if not has_format(form, text):
            raise Misfit(f"'{text}' is not {words}", f"write it like {example}")
        return text

    return ScalarKind(
        name=name,
        also=also,
        summary=summary,
        words=words,
        carrier=Carrier.TEXT,
        json={"type": "string", "format": form},
        in_models=in_models,
        in_draft_7=True,
        constraints=TEXTS,
        parse=parse,
        example=example,
        order=Order.TEXT,
    )
