"""Tells what the conditions of a rule of a load balancer ask of a request."""

import re
from dataclasses import dataclass

from generator.deploy.aws.balancer import Balancer, Match
from generator.deploy.aws.load_balancer.resources import (
    LISTENER,
    LISTENER_RULE,
    TARGET_GROUP,
    forwards,
)
from generator.deploy.aws.node import Node
from generator.deploy.aws.requests import Request
from generator.deploy.aws.template import Resource

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


@dataclass(frozen=True, kw_only=True)
class Conditions:
    """All conditions of a rule: a request has to meet each."""

    all: tuple[Condition, ...]

    def takes(self, request: Request) -> bool:
        """Whether a request meets them."""
        return all(condition.takes(request) for condition in self.all)

    def covers(self, other: Match) -> bool:
        """Whether what meets those of the other rule meets these."""
        return isinstance(other, Conditions) and all(
            any(one.covers(theirs) for theirs in other.all) for one in self.all
        )


def _pattern(value: str, field: str) -> re.Pattern[str]:
    """A pattern as a regular expression; ``?`` is one character, and never all of a wildcard."""
    parts = (".*" if c == "*" else f"[^{_STAR}]" if c == "?" else re.escape(c) for c in value)
    return re.compile("".join(parts), re.DOTALL | (re.IGNORECASE if field in _FOLDED else 0))


ALB = Balancer(
    listener=LISTENER,
    rule=LISTENER_RULE,
    group=TARGET_GROUP,
    listener_key="ListenerArn",
    version=("ProtocolVersion",),
    forwards=forwards,
    match=lambda rule: Conditions(all=conditions(rule)),
)
