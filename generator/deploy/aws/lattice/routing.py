"""Tells what a rule of VPC Lattice asks of a request."""

from dataclasses import dataclass

from generator.deploy.aws.balancer import Balancer, Match
from generator.deploy.aws.lattice.resources import (
    LISTENER,
    LISTENER_RULE,
    TARGET_GROUP,
    forwards,
)
from generator.deploy.aws.node import Node
from generator.deploy.aws.requests import Request
from generator.deploy.aws.template import Resource


@dataclass(frozen=True, kw_only=True)
class Text:
    """What a rule asks of a text: all of it, how it begins, or what stands in it."""

    kind: str
    text: str
    folded: bool

    def takes(self, value: str) -> bool:
        """Whether a value is among those that it is for."""
        wanted = self.text.lower() if self.folded else self.text
        found = value.lower() if self.folded else value
        match self.kind:
            case "Exact":
                return found == wanted
            case "Prefix":
                return found.startswith(wanted)
            case _:
                return wanted in found

    def covers(self, other: "Text") -> bool:
        """Whether all values that the other is for are among those that this is for."""
        wider = self.kind != "Exact" or other.kind == "Exact"
        return wider and (self.folded or not other.folded) and self.takes(other.text)


@dataclass(frozen=True, kw_only=True)
class HttpMatch:
    """All that a rule asks of a request; method: "" for any; headers: by their names."""

    method: str
    path: Text | None
    headers: tuple[tuple[str, Text], ...]

    def takes(self, request: Request) -> bool:
        """Whether a request is among those that it is for."""
        return (
            self.method in ("", request.method)
            and (self.path is None or self.path.takes(request.path))
            and all(
                name == "content-type" and text.takes(request.media_type)
                for name, text in self.headers
            )
        )

    def covers(self, other: Match) -> bool:
        """Whether all requests that the other is for are among those that this is for."""
        if not isinstance(other, HttpMatch):
            return False
        path = self.path is None or (other.path is not None and self.path.covers(other.path))
        headers = all(
            any(name == theirs and text.covers(one) for theirs, one in other.headers)
            for name, text in self.headers
        )
        return path and headers and self.method in ("", other.method)


def match_of(rule: Resource) -> HttpMatch:
    """What a rule asks."""
    node = rule.at("Match", "HttpMatch")
    method = None if node is None else node.at("Method")
    headers = None if node is None else node.at("HeaderMatches")
    found = []
    for header in headers.elements if headers is not None else ():
        name, text = header.at("Name"), _text(header)
        if name is not None and text is not None:
            found.append(((name.text or "").lower(), text))
    return HttpMatch(
        method=(method.text or "") if method is not None else "",
        path=_text(None if node is None else node.at("PathMatch")),
        headers=tuple(found),
    )


def _text(node: Node | None) -> Text | None:
    match = None if node is None else node.at("Match")
    if node is None or match is None:
        return None
    sensitive = node.at("CaseSensitive")
    folded = sensitive is None or sensitive.text != "true"
    for kind, member in match.members.items():
        return Text(kind=kind, text=member.node.text or "", folded=folded)
    return None


LATTICE = Balancer(
    listener=LISTENER,
    rule=LISTENER_RULE,
    group=TARGET_GROUP,
    listener_key="ListenerIdentifier",
    version=("Config", "ProtocolVersion"),
    forwards=forwards,
    match=match_of,
)
