"""Tells where listeners send requests, and what in their rules comes to nothing.

An Application Load Balancer and a service of VPC Lattice are alike in this: a listener asks its
rules one by one, and the first that takes a request sends it to target groups.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Protocol, TypeAlias

from generator.deploy.aws.node import Node
from generator.deploy.aws.requests import Request, noted, requests
from generator.deploy.aws.template import Document, Resource

_LAST = 1 << 20  # the priority of a rule that says none


class Match(Protocol):
    """All that a rule asks of a request."""

    def takes(self, request: Request) -> bool:
        """Whether a request is among those that it is for."""

    def covers(self, other: "Match") -> bool:
        """Whether all requests that another one of its kind is for are among its own."""


_Table: TypeAlias = list[tuple[Match | None, list[Resource]]]


@dataclass(frozen=True, kw_only=True)
class Balancer:
    """The resources of one of the two, by their types, and how they name each other.

    forwards: the target groups that a rule or listener sends to, each with the place that says so;
    match: what a rule asks; listener_key: the property of a rule that names its listener; version:
    the steps to the protocol version of a target group.
    """

    listener: str
    rule: str
    group: str
    listener_key: str
    version: tuple[str, ...]
    forwards: Callable[[Document, Resource], Iterator[tuple[Node, Resource]]]
    match: Callable[[Resource], Match]

    def listener_of(self, document: Document, resource: Resource) -> Resource | None:
        """The listener that a rule is of, or that a listener is; None if it is not there."""
        if resource.type == self.listener:
            return resource
        return document.named(resource.at(self.listener_key), self.listener)

    def rules_of(self, document: Document, listener: Resource) -> tuple[Resource, ...]:
        """The rules of a listener in the order in which it asks them."""
        rules = document.of(self.rule)
        own = (rule for rule in rules if self.listener_of(document, rule) is listener)
        return tuple(sorted(own, key=_priority))

    def arrives(self, document: Document, listener: Resource, request: Request) -> list[Resource]:
        """The target groups that a request is sent to; none if the listener answers it."""
        return self._sent(self._table(document, listener), request)

    def _table(self, document: Document, listener: Resource) -> _Table:
        """What each rule asks, and where it sends; what the listener does by default comes last."""
        rules = self.rules_of(document, listener)
        table = [(self.match(rule), self._groups(document, rule)) for rule in rules]
        return [*table, (None, self._groups(document, listener))]

    def _groups(self, document: Document, resource: Resource) -> list[Resource]:
        return [group for _, group in self.forwards(document, resource)]

    @staticmethod
    def _sent(table: _Table, request: Request) -> list[Resource]:
        taken = (groups for match, groups in table if match is None or match.takes(request))
        return next(taken)

    def shadowed(self, document: Document) -> Iterator[tuple[Resource, Resource]]:
        """Rules that no request gets to, each with the rule that takes all of them."""
        for listener in document.of(self.listener):
            asked: list[tuple[Resource, Match]] = []
            for rule in self.rules_of(document, listener):
                match = self.match(rule)
                wider = (earlier for earlier, one in asked if one.covers(match))
                first = next(wider, None)
                if first is not None:
                    yield rule, first
                asked.append((rule, match))

    def lost(self, document: Document) -> Iterator[tuple[Resource, Request, list[Resource]]]:
        """Requests that do not arrive at the group that notes them, and where they do.

        Of a group that rules of this template do not lead to at all, none is told.
        """
        for group in document.of(self.group):
            leading = self._leading(document, group)
            tables = [self._table(document, listener) for listener in leading]
            for request in requests(group) if leading else ():
                found = [self._sent(table, request) for table in tables]
                if group not in [one for groups in found for one in groups]:
                    yield group, request, found[0]

    def unused(self, document: Document) -> Iterator[Resource]:
        """Target groups that nothing in a template with listeners leads to."""
        if any(document.of(self.listener)):
            groups = document.of(self.group)
            yield from (one for one in groups if not self._leading(document, one))

    def _leading(self, document: Document, group: Resource) -> tuple[Resource, ...]:
        found = {}
        for resource in document.of(self.listener, self.rule):
            listener = self.listener_of(document, resource)
            groups = self._groups(document, resource)
            if listener is not None and group in groups:
                found[listener.name] = listener
        return tuple(found.values())

    def same_priority(self, document: Document) -> Iterator[tuple[Resource, Resource]]:
        """Rules of one listener with one priority, each with the first of them."""
        for listener in document.of(self.listener):
            seen: dict[int, Resource] = {}
            for rule in self.rules_of(document, listener):
                first = seen.setdefault(_priority(rule), rule)
                if first is not rule and _priority(rule) != _LAST:
                    yield rule, first

    def opened(self, document: Document) -> Iterator[Resource]:
        """Rules that take all paths, though no request begins with what callers fill in."""
        for rule in document.of(self.rule):
            groups = self._groups(document, rule)
            paths = [path for group in groups for path in noted(group)]
            probe = Request.to("/\0/\0", like=self._example(groups))
            fixed = paths and not any(path.startswith("/{") for path in paths)
            if fixed and self.match(rule).takes(probe):
                yield rule

    def without_tls(self, document: Document) -> Iterator[tuple[Node, Resource, Node]]:
        """The groups behind listeners without TLS, where that is said, and the protocol."""
        for resource in document.of(self.listener, self.rule):
            listener = self.listener_of(document, resource)
            protocol = None if listener is None else listener.at("Protocol")
            if protocol is not None and protocol.text == "HTTP":
                for place, group in self.forwards(document, resource):
                    yield place, group, protocol

    def _example(self, groups: list[Resource]) -> Request | None:
        return next((request for group in groups for request in requests(group)), None)


def _priority(rule: Resource) -> int:
    node = rule.at("Priority")
    number = None if node is None else node.number
    return _LAST if number is None else number
