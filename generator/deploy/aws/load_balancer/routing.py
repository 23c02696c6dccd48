"""Tells where a listener of a load balancer sends a request, and which rules come to nothing."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from generator.deploy.aws.load_balancer.resources import (
    LISTENER_RULE,
    forwards,
    listener_of,
)
from generator.deploy.aws.node import Node
from generator.deploy.aws.requests import Request
from generator.deploy.aws.template import Document, Resource

_CONFIGS = {
    "host-header": "HostHeaderConfig",
    "http-header": "HttpHeaderConfig",
    "http-request-method": "HttpRequestMethodConfig",
    "path-pattern": "PathPatternConfig",
    "source-ip": "SourceIpConfig",
    "query-string": "QueryStringConfig",
}
_FOLDED = {"host-header", "http-header"}  # fields in which upper case is lower case
_STAR = "\0"  # stands for the wildcards of a pattern that another one is compared with


@dataclass(frozen=True, kw_only=True)
class Condition:
    """One condition of a rule; values: those that it says itself, the rest are functions.

    name: of the header, in lower case.
    """

    field: str
    values: tuple[str, ...]
    known: bool
    name: str = ""

    def takes(self, request: Request) -> bool:
        """Whether a request is among those that it is for; what a stack gives is taken for any."""
        match self.field, self.name:
            case "path-pattern", _:
                value = request.path
            case "host-header", _:
                value = request.host
            case "http-request-method", _:
                value = request.method
            case "http-header", "content-type":
                value = request.media_type
            case _:
                return False
        if not self.known or (self.field == "host-header" and not value):
            return True
        return any(_pattern(one, self.field).fullmatch(value) for one in self.values)

    def covers(self, other: "Condition") -> bool:
        """Whether all requests that the other is for are among those that this is for."""
        if (self.field, self.name) != (other.field, other.name):
            return False
        if not (self.known and other.known):
            return self.values == other.values and self.known == other.known
        starred = [value.replace("*", _STAR) for value in other.values]
        return all(
            any(_pattern(one, self.field).fullmatch(value) for one in self.values)
            for value in starred
        )


def conditions(rule: Resource) -> tuple[Condition, ...]:
    """All conditions of a rule."""
    node = rule.at("Conditions")
    return tuple(_condition(one) for one in (node.elements if node is not None else ()))


def _condition(node: Node) -> Condition:
    field = node.at("Field")
    name = field.text or "" if field is not None else ""
    config = node.at(_CONFIGS.get(name, ""))
    header = None if config is None else config.at("HttpHeaderName")
    places = [node.at("Values"), None if config is None else config.at("Values")]
    lists = [place for place in places if place is not None]
    elements = [element for place in lists for element in place.elements]
    values = [element.text for element in elements]
    return Condition(
        field=name,
        values=tuple(value for value in values if value is not None),
        known=None not in values and bool(values) and all(one.is_known for one in lists),
        name=(header.text or "").lower() if header is not None else "",
    )


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
    for rule in (*rules_of(document, listener), listener):
        if all(condition.takes(request) for condition in conditions(rule)):
            return [group for _, group in forwards(document, rule)]
    return []


def shadowed(document: Document, listener: Resource) -> Iterator[tuple[Resource, Resource]]:
    """Rules that no request gets to, each with the rule that takes all of them."""
    asked: list[Resource] = []
    for rule in rules_of(document, listener):
        own = conditions(rule)
        for earlier in asked:
            if all(any(one.covers(other) for other in own) for one in conditions(earlier)):
                yield rule, earlier
                break
        asked.append(rule)


def _pattern(value: str, field: str) -> re.Pattern[str]:
    """A pattern as a regular expression; ``?`` is one character, and never all of a wildcard."""
    parts = (".*" if c == "*" else f"[^{_STAR}]" if c == "?" else re.escape(c) for c in value)
    return re.compile("".join(parts), re.DOTALL | (re.IGNORECASE if field in _FOLDED else 0))
