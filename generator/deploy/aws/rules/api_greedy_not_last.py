"""AWS108: a greedy variable that is not the end of its path."""

from collections.abc import Iterator

from generator.deploy.aws.api_gateway.document import apis
from generator.deploy.aws.rule import Rule
from generator.deploy.aws.template import Document
from generator.diagnostics import Diagnostic, Kind

KIND = Kind(code="AWS108", name="api-greedy-not-last")


def find(document: Document) -> Iterator[Diagnostic]:
    """``{proxy+}`` with something behind it."""
    for api in apis(document):
        for resource in api.paths:
            for segment in resource.path.segments[:-1]:
                if segment.endswith("+}"):
                    yield KIND.at(
                        resource.span,
                        f"{segment} takes all that is left of a path, and more stands behind it",
                        hint="let it be the last, or take one segment: " + segment.replace("+", ""),
                    )


RULE = Rule(kind=KIND, find=find, about="a greedy variable before the end of a path")
