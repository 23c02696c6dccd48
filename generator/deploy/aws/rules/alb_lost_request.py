"""AWS214: a request of the contract that does not arrive at its servers."""

from collections.abc import Iterator

from generator.deploy.aws.load_balancer.routing import ALB
from generator.deploy.aws.rule import Rule
from generator.deploy.aws.template import Document
from generator.diagnostics import Diagnostic, Kind

KIND = Kind(code="AWS214", name="alb-lost-request")


def find(document: Document) -> Iterator[Diagnostic]:
    """Requests in the notes of a group that the rules send elsewhere, once for each place."""
    told = set()
    for group, request, found in ALB.lost(document):
        if request.span in told:
            continue
        told.add(request.span)
        where = " and ".join(one.name for one in found) or "the listener answers it"
        yield KIND.at(
            request.span,
            f"{request.method} {request.path} ({request.media_type}) does not arrive at "
            f"'{group.name}': {where}",
            hint="change the rules of the listener, or what the group's notes say",
        )


RULE = Rule(
    kind=KIND, find=find, about="a request of the contract that does not arrive at its servers"
)
