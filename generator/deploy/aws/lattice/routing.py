"""Tells where a listener of VPC Lattice sends a request, and which rules come to nothing."""

from collections.abc import Iterator
from dataclasses import dataclass

from generator.deploy.aws.lattice.resources import LISTENER_RULE, forwards, listener_of
from generator.deploy.aws.node import Node
from generator.deploy.aws.requests import Request
from generator.deploy.aws.template import Document, Resource


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
class Match:
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

    def covers(self, other: "Match") -> bool:
        """Whether all requests that the other is for are among those that this is for."""
        path = self.path is None or (other.path is not None and self.path.covers(other.path))
        headers = all(
            any(name == theirs and text.covers(one) for theirs, one in other.headers)
            for name, text in self.headers
        )
        return path and headers and self.method in ("", other.method)


def match_of(rule: Resource) -> Match:
    """What a rule asks."""
    node = rule.at("Match", "HttpMatch")
    method = None if node is None else node.at("Method")
    headers = None if node is None else node.at("HeaderMatches")
    found = []
    for header in headers.elements if headers is not None else ():
        name, text = header.at("Name"), _text(header)
        if name is not None and text is not None:
            found.append(((name.text or "").lower(), text))
    return Match(
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


def rules_of(document: Document, listener: Resource) -> tuple[Resource, ...]:
    """The rules of a listener in the order in which it asks them."""
    own = [rule for rule in document.of(LISTENER_RULE) if listener_of(document, rule) is listener]
    return tuple(sorted(own, key=_priority))


def _priority(rule: Resource) -> int:
    node = rule.at("Priority")
    number = None if node is None else node.number
    return 1 << 20 if number is None else number


def arrives(document: Document, listener: Resource, request: Request) -> list[Resource]:
    """The target groups that a request is sent to; none if the listener answers it."""
    for rule in rules_of(document, listener):
        if match_of(rule).takes(request):
            return [group for _, group in forwards(document, rule)]
    return [group for _, group in forwards(document, listener)]


def shadowed(document: Document, listener: Resource) -> Iterator[tuple[Resource, Resource]]:
    """Rules that no request gets to, each with the rule that takes all of them."""
    asked: list[Resource] = []
    for rule in rules_of(document, listener):
        for earlier in asked:
            if match_of(earlier).covers(match_of(rule)):
                yield rule, earlier
                break
        asked.append(rule)
