"""Turns the text of a file into a document of AWS: a template of CloudFormation, or an API.

Files that are neither are none of ours; files that look like one and cannot be read are problems.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import PurePosixPath
from typing import Any

import yaml

from generator.contract.source.events import events
from generator.deploy.aws.node import Member, Node, Scalar
from generator.deploy.problems import unreadable_file
from generator.diagnostics import Problems, Span

_ENDINGS = {".yaml", ".yml", ".json", ".template"}
# One of them stands in every template, and in every API that an importer of AWS gets to do with.
_MARKS = (b"AWSTemplateFormatVersion", b"AWS::", b"x-amazon-apigateway-")
_DEEPEST = 100
_SHORT = {"Ref": "Ref", "Condition": "Condition"}  # the others are Fn::… in the long form
_NUMBER = re.compile(r"[-+]?(0|[1-9][0-9]{0,17})")
_FLOAT = re.compile(r"[-+]?[0-9]{1,18}\.[0-9]{0,18}")
_WORDS: dict[str, Scalar] = {"true": True, "false": False, "null": None, "~": None, "": None}


@dataclass(frozen=True, slots=True, kw_only=True)
class Resource:
    """One resource of a template; span: its name."""

    name: str
    type: str
    node: Node
    span: Span

    def at(self, *steps: str | int) -> Node | None:
        """A property, or what lies below it."""
        return self.node.at("Properties", *steps)

    def place(self, *steps: str | int) -> Span:
        """Where that stands; where it does not, the name of the resource."""
        node = self.at(*steps)
        return self.span if node is None else node.span


@dataclass(frozen=True, kw_only=True)
class Document:
    """One file; what its rules look at."""

    file: str
    root: Node

    @cached_property
    def resources(self) -> dict[str, Resource]:
        """The resources of a template, by their names; an API has none."""
        found = {}
        resources = self.root.at("Resources")
        for name, member in resources.members.items() if resources is not None else ():
            kind = member.node.at("Type")
            if kind is not None and isinstance(kind.value, str):
                found[name] = Resource(
                    name=name, type=kind.value, node=member.node, span=member.name
                )
        return found

    def of(self, *types: str) -> Iterator[Resource]:
        """The resources of one type, or of several: ``AWS::ElasticLoadBalancingV2::Listener``."""
        return (one for one in self.resources.values() if one.type in types)

    def named(self, node: Node | None, *types: str) -> Resource | None:
        """The resource of a type that a function names: ``!Ref Listener``, ``!GetAtt Group.Arn``.

        Without types: of any. None where it names none of this template.
        """
        for name in () if node is None else node.names:
            resource = self.resources.get(name)
            if resource is not None and (not types or resource.type in types):
                return resource
        return None

    @property
    def apis(self) -> Iterator[Node]:
        """The OpenAPI documents in it: itself, or what its resources have as their ``Body``."""
        if self.root.at("openapi") is not None or self.root.at("swagger") is not None:
            yield self.root
        for resource in self.resources.values():
            body = resource.at("Body")
            if body is not None:
                yield body


def read(file: str, content: bytes, problems: Problems) -> Document | None:
    """The document that a file is; None for a file that is none, or cannot be read."""
    if PurePosixPath(file).suffix not in _ENDINGS or not any(mark in content for mark in _MARKS):
        return None
    try:
        root = _Reader(file, content.decode()).root()
    except (_UnreadableError, UnicodeDecodeError) as error:
        span = error.span if isinstance(error, _UnreadableError) else None
        problems.add(unreadable_file(file, str(error), span))
        return None
    known = any(root.at(key) is not None for key in ("Resources", "openapi", "swagger"))
    return Document(file=file, root=root) if known else None


class _UnreadableError(Exception):
    """A text that is no document, and why."""

    def __init__(self, why: str, span: Span) -> None:
        super().__init__(why)
        self.span = span


class _Reader:
    """Reads one text, event by event: neither depth nor aliases can make it more than it is."""

    def __init__(self, file: str, text: str) -> None:
        self._file = file
        # A tab is a blank in JSON; YAML has no use for it outside of text.
        self._events = events(text.replace("\t", " ") if text.lstrip()[:1] == "{" else text)

    def root(self) -> Node:
        event = self._next()
        while not isinstance(event, yaml.NodeEvent):
            if isinstance(event, yaml.StreamEndEvent):
                raise _UnreadableError("it is empty", self._span(event))
            event = self._next()
        root = self._node(event, 0)
        self._next()  # the end of the document
        last = self._next()
        if not isinstance(last, yaml.StreamEndEvent):
            raise _UnreadableError("it holds several documents", self._span(last))
        return root

    def _next(self) -> Any:
        try:
            return self._events.get_event()
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
            span = Span(self._file, line, column, line, column + 1)
            raise _UnreadableError(str(error.problem or error.context), span) from error
        except yaml.YAMLError as error:
            raise _UnreadableError(str(error), Span(self._file, 1, 1, 1, 1)) from error

    def _node(self, event: Any, depth: int) -> Node:
        span = self._span(event)
        if depth > _DEEPEST:
            raise _UnreadableError("it is nested too deeply", span)
        match event:
            case yaml.AliasEvent():
                raise _UnreadableError("CloudFormation knows no aliases", span)
            case yaml.ScalarEvent():
                node = Node(span=span, value=_scalar(event))
            case yaml.SequenceStartEvent():
                node = Node(span=span, value=tuple(self._elements(depth)))
            case _:
                node = Node(span=span, value=self._members(depth))
        return _long(event.tag, node)

    def _elements(self, depth: int) -> Iterator[Node]:
        while not isinstance(event := self._next(), yaml.SequenceEndEvent):
            yield self._node(event, depth + 1)

    def _members(self, depth: int) -> dict[str, Member]:
        found: dict[str, Member] = {}
        while not isinstance(event := self._next(), yaml.MappingEndEvent):
            span = self._span(event)
            if not isinstance(event, yaml.ScalarEvent):
                raise _UnreadableError("a key is no text", span)
            if event.value in found:
                raise _UnreadableError(f"the key '{event.value}' stands there twice", span)
            found[event.value] = Member(name=span, node=self._node(self._next(), depth + 1))
        return found

    def _span(self, event: Any) -> Span:
        """The text of a scalar; of what goes over lines, its beginning."""
        start, end = event.start_mark, event.end_mark
        line, column = start.line + 1, start.column + 1
        same = end.line == start.line
        return Span(self._file, line, column, line, end.column + 1 if same else column + 1)


def _scalar(event: Any) -> Scalar:
    value: str = event.value
    if not event.implicit[0]:
        return value
    if _NUMBER.fullmatch(value):
        return int(value)
    if _FLOAT.fullmatch(value):
        return float(value)
    return _WORDS.get(value.lower(), value)


def _long(tag: str | None, node: Node) -> Node:
    """The long form of a function: ``!GetAtt A.Arn`` is ``{"Fn::GetAtt": ["A", "Arn"]}``."""
    if tag is None or not tag.startswith("!") or tag == "!":
        return node
    name = tag[1:]
    if name == "GetAtt" and isinstance(node.value, str):
        parts = node.value.split(".", 1)
        node = Node(span=node.span, value=tuple(Node(span=node.span, value=p) for p in parts))
    member = Member(name=node.span, node=node)
    return Node(span=node.span, value={_SHORT.get(name, f"Fn::{name}"): member})
