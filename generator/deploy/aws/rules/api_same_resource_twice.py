"""AWS107: two names for the variable at one place of a path."""

from collections.abc import Iterator

from generator.deploy.aws.api_gateway.document import apis
from generator.deploy.aws.rule import Rule
from generator.deploy.aws.template import Document
from generator.diagnostics import Diagnostic, Kind, Span

KIND = Kind(code="AWS107", name="api-same-resource-twice")


def find(document: Document) -> Iterator[Diagnostic]:
    """A place has one variable, whatever paths go on from it; routes of HTTP APIs are no tree."""
    for api in apis(document):
        seen: dict[str, tuple[str, Span]] = {}
        for resource in () if api.is_http else api.paths:
            shape = ""
            for segment in resource.path.segments:
                before, shape = shape, f"{shape}/{segment if '{' not in segment else '{}'}"
                if not (segment.startswith("{") and segment.endswith("}")):
                    continue
                first, span = seen.setdefault(shape, (segment, resource.span))
                if first != segment:
                    yield KIND.at(
                        resource.span,
                        f"{before or '/'} has the variable {first} already, not {segment}",
                        hint="use one name for one place",
                        related=((span, f"{first} stands here"),),
                    )


RULE = Rule(kind=KIND, find=find, about="two names for the variable at one place")
