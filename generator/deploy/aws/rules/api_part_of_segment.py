"""AWS105: a variable that is a part of a segment."""

import re
from collections.abc import Iterator

from generator.deploy.aws.api_gateway.document import apis
from generator.deploy.aws.rule import Rule
from generator.deploy.aws.template import Document
from generator.diagnostics import Diagnostic, Kind

KIND = Kind(code="AWS105", name="api-part-of-segment")


_LITERAL = re.compile(r"[A-Za-z0-9._:,-]+")
_VARIABLE = re.compile(r"\{[A-Za-z0-9._:$-]+\+?\}")


def find(document: Document) -> Iterator[Diagnostic]:
    """Segments that are neither text nor one variable."""
    for api in apis(document):
        for resource in api.paths:
            for segment in resource.path.segments:
                if not (_LITERAL.fullmatch(segment) or _VARIABLE.fullmatch(segment)):
                    yield KIND.at(
                        resource.span,
                        f"'{segment}' is neither text nor one variable: no resource can have it",
                        hint=_hint(segment),
                    )


def _hint(segment: str) -> str:
    if "{" in segment and "}" in segment:
        variable = segment[segment.index("{") : segment.index("}") + 1]
        return f"make it a method on {variable}, which takes the whole segment and passes it on"
    return "it may hold letters, digits and . _ - : ,"


RULE = Rule(
    kind=KIND, find=find, about="a variable within a segment, or a segment with odd characters"
)
