"""Annotates a contract's descriptor with its REST calls, as ``google.api.http`` has them.

The descriptor that servers and clients have stays without: annotations are another contract.
"""

import importlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from google.protobuf.descriptor import FileDescriptor
from google.protobuf.descriptor_pb2 import FileDescriptorProto
from google.protobuf.descriptor_pb2 import FileDescriptorSet as Files

from generator.deploy.envoy import problems as p
from generator.deploy.front import Service, Way
from generator.diagnostics import Problems
from generator.formats.protobuf import PROTOBUF
from generator.formats.protobuf.compile import descriptor_set
from generator.formats.protobuf.file import ProtoFile, Rpc
from generator.formats.protobuf.proto import proto_text
from generator.model import Field
from generator.styles.route import Transport

# They have no types.
annotations_pb2: Any = importlib.import_module("google.api.annotations_pb2")
http_pb2: Any = importlib.import_module("google.api.http_pb2")
error_details_pb2: Any = importlib.import_module("google.rpc.error_details_pb2")

_VARIABLE = re.compile(r"\{([^}]*)\}")
_VERB_INSIDE = re.compile(r":[^/{}]*/")

# Those that have a field of their own in an annotation.
_METHODS = frozenset({"GET", "PUT", "POST", "DELETE", "PATCH"})


@dataclass(frozen=True, kw_only=True)
class Annotated:
    """A contract with both styles, as a transcoder sees it."""

    service: Service
    file: ProtoFile

    @cached_property
    def ways(self) -> Mapping[str, tuple[Way, ...]]:
        """Those that a transcoder can have, by their operation."""
        found: dict[str, tuple[Way, ...]] = {}
        for way in self._candidates():
            if not self._why_not(way):
                name = way.operations[0].name.text
                found[name] = (*found.get(name, ()), way)
        return found

    def descriptor(self) -> bytes:
        """The FileDescriptorSet, with the annotations, and all that a transcoder looks up."""
        made = Files.FromString(descriptor_set(self.file.path, proto_text(self.file)))
        own = made.file[-1]
        own.dependency.append(annotations_pb2.DESCRIPTOR.name)
        methods = {one.name: one for one in own.service[0].method}
        for rpc in self.file.rpcs:
            if rpc.operation in self.ways:
                methods[rpc.name].options.Extensions[annotations_pb2.http].CopyFrom(self.rule(rpc))
        files: dict[str, FileDescriptorProto] = {one.name: one for one in made.file[:-1]}
        _add(files, annotations_pb2.DESCRIPTOR)
        _add(files, error_details_pb2.DESCRIPTOR)  # what errors of servers hold besides
        return Files(file=[*files.values(), own]).SerializeToString(deterministic=True)

    def rule(self, rpc: Rpc) -> Any:
        """The annotation of an rpc, an ``HttpRule``: its first way, and all others besides."""
        first, *others = (self._rule(way) for way in self.ways[rpc.operation])
        first.additional_bindings.extend(others)
        return first

    def tell(self, problems: Problems) -> None:
        """What is not there, or called otherwise than over REST."""
        if not self.ways:
            problems.add(p.transcodes_nothing(self.service.api.package))
        for way in self._candidates():
            name, span = way.operations[0].name.text, way.route.span
            reason = self._why_not(way)
            if reason:
                problems.add(p.not_transcoded(span, name, reason))
                continue
            for what, how in self._otherwise(way):
                problems.add(p.transcoded_otherwise(span, name, what, how))

    def _candidates(self) -> Iterator[Way]:
        return (way for way in self.service.ways if way.route.by_contract)

    @cached_property
    def _rpcs(self) -> Mapping[str, Rpc]:
        return {rpc.operation: rpc for rpc in self.file.rpcs}

    def _why_not(self, way: Way) -> str:
        operation = way.operations[0]
        if way.route.upgrades:
            return "both sides stream, and a request of HTTP ends before its answer begins"
        if operation.body_in is not None or operation.body_out is not None:
            return "its body is a file, and no JSON"
        if _VERB_INSIDE.search(way.path.text):
            return "a colon can only stand in the last segment of its path"
        if _METHODS.isdisjoint(way.route.methods):
            return f"google.api.http has no {way.route.methods[0]}"
        return ""

    def _otherwise(self, way: Way) -> Iterator[tuple[str, str]]:
        body = self._body(way)
        for one in way.route.inputs:
            field = one.field.name.snake
            place = "body" if body == "*" else "query"
            if one.place == "header":
                yield f"it reads no header '{one.name}'", f"'{field}' is a member of the {place}"
            elif one.place == "query" and body == "*":
                yield f"it reads no query '{one.name}'", f"'{field}' is a member of the body"
            elif one.place == "query" and one.name not in {field, one.field.json_name}:
                yield f"it knows no query '{one.name}'", f"its name there is '{field}'"
        if any(_is_cleared(one.field) for one in way.route.inputs):
            yield "null in its body clears nothing", "'updateMask' names what is to be changed"

    def _body(self, way: Way) -> str:
        """``*``, the field that the whole body is, or "" without one."""
        operation = way.operations[0]
        if operation.stream_input is not None:
            return self._rpcs[operation.name.text].item or "*"
        fields = [one for one in way.route.inputs if one.place == "body"]
        whole = [one.field.name.snake for one in fields if one.whole]
        return whole[0] if whole else "*" if fields else ""

    def _rule(self, way: Way) -> Any:
        names = {one.name: one.field.name.snake for one in way.route.inputs if one.place == "path"}
        path = _VARIABLE.sub(lambda found: f"{{{names[found[1]]}}}", way.path.text)
        made = http_pb2.HttpRule(body=self._body(way))
        (method,) = way.route.methods
        setattr(made, method.lower(), path)
        return made


def _is_cleared(field: Field) -> bool:
    """Whether null means something in an update: there, or in a part of it."""
    return field.patch and (field.nullable or field.resettable or field.whole is not None)


def annotated(service: Service) -> Annotated | None:
    """A contract for a transcoder; None without a server of gRPC."""
    described = service.bound.described
    if service.backend(Transport.GRPC) is None or PROTOBUF not in described:
        return None
    return Annotated(service=service, file=described.of(PROTOBUF))


def _add(files: dict[str, FileDescriptorProto], file: FileDescriptor) -> None:
    """A file behind all that it imports."""
    for one in file.dependencies:
        _add(files, one)
    if file.name not in files:
        made = FileDescriptorProto()
        file.CopyToProto(made)
        files[file.name] = made
