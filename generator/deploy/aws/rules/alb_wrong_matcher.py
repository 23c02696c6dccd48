"""AWS202: a health check that waits for codes which its target group cannot give."""

import re
from collections.abc import Iterator

from generator.deploy.aws.load_balancer.resources import TARGET_GROUP
from generator.deploy.aws.rule import Rule
from generator.deploy.aws.template import Document
from generator.diagnostics import Diagnostic, Kind

KIND = Kind(code="AWS202", name="alb-wrong-matcher")

_CODES = re.compile(r"[0-9]+(-[0-9]+)?(,[0-9]+(-[0-9]+)?)*")
_WANTED = {"GrpcCode": (0, 99), "HttpCode": (200, 499)}


def find(document: Document) -> Iterator[Diagnostic]:
    """Matchers of the other protocol, and codes out of their range."""
    for group in document.of(TARGET_GROUP):
        version = group.at("ProtocolVersion")
        wanted = "GrpcCode" if version is not None and version.text == "GRPC" else "HttpCode"
        matcher = group.at("Matcher")
        for key, member in matcher.members.items() if matcher is not None else ():
            least, most = _WANTED[wanted]
            if key != wanted:
                yield KIND.at(
                    member.name,
                    f"the health check of '{group.name}' waits for {key}, and its targets "
                    f"answer with {wanted}",
                    hint=f"write {wanted}, or another ProtocolVersion",
                )
            elif member.node.text is not None and not _fits(member.node.text, least, most):
                yield KIND.at(
                    member.node.span,
                    f"{key} is {member.node.text!r}, and has to be of {least} to {most}",
                    hint="write a code, several (0,5) or a range (0-5)",
                )


def _fits(codes: str, least: int, most: int) -> bool:
    numbers = [int(code) for code in re.findall(r"[0-9]{1,9}", codes)]
    return _CODES.fullmatch(codes) is not None and all(least <= one <= most for one in numbers)


RULE = Rule(
    kind=KIND, find=find, about="a `GrpcCode` out of 0 to 99, or a matcher of the other protocol"
)
