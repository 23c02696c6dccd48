"""Tells what the conditions of a rule of a load balancer ask of a request."""

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
        return self._stands_for(value)

    def _stands_for(self, value: str) -> bool:
        folded = self.field in _FOLDED
        text = value.lower() if folded else value
        return any(_fits(one.lower() if folded else one, text) for one in self.values)

    def covers(self, other: "Condition") -> bool:
        """Whether all requests that the other is for are among those that this is for."""
        if (self.field, self.name) != (other.field, other.name):
            return False
        if not (self.known and other.known):
            return self.values == other.values and self.known == other.known
        return all(self._stands_for(value.replace("*", _STAR)) for value in other.values)


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


def _fits(pattern: str, text: str) -> bool:
    """Whether a text is one that a pattern stands for, in time of their lengths' product.

    ``?`` is one character, but not a wildcard of another pattern.
    """
    at = place = 0
    star = resumed = -1
    while place < len(text):
        here = pattern[at] if at < len(pattern) else ""
        if here == "*":
            star, resumed = at, place
            at += 1
        elif here == text[place] or (here == "?" and text[place] != _STAR):
            at += 1
            place += 1
        elif star >= 0:
            resumed += 1
            at, place = star + 1, resumed
        else:
            return False
    return not pattern[at:].strip("*")


ALB = Balancer(
    listener=LISTENER,
    rule=LISTENER_RULE,
    group=TARGET_GROUP,
    listener_key="ListenerArn",
    version=("ProtocolVersion",),
    forwards=forwards,
    match=lambda rule: Conditions(all=conditions(rule)),
)
