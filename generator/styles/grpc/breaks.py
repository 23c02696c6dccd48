"""Whom a change breaks when calls travel over gRPC."""

from collections.abc import Iterator

from generator.formats.protobuf.settings import KEY
from generator.formats.protobuf_rpc.breaks import Reached, compared, options, presence, reached
from generator.model.change import Verdict
from generator.styles.breaking import Breaking, ByOperation, Side
from generator.styles.grpc.values import GRPC_VALUES

KEYWORDS = (
    "Contract.grpc",
    "Contract.grpc.service",
    "Contract.grpc.presence",
    "Contract.grpc.result",
    "Contract.grpc.options",
    "Contract.grpc.options.go_package",
    "Contract.grpc.options.java_package",
    "Contract.grpc.options.csharp_namespace",
    "Contract.grpc.options.php_namespace",
    "Contract.grpc.options.ruby_package",
    "Contract.grpc.options.objc_class_prefix",
    "Contract.grpc.options.swift_prefix",
    "Operation.grpc",
    "Operation.grpc.method",
    "Operation.grpc.result",
)
HARMLESS: dict[str, str] = {}


def _carried(side: Side, name: str) -> Reached:
    return reached(side.binding, name)


def _whole(old: Side, new: Side) -> Iterator[Verdict]:
    yield from options(old.binding, new.binding)
    yield from presence(old.binding, new.binding)


BREAKS: Breaking = ByOperation(
    carried=_carried,
    compare=compared,
    settings={KEY: _whole},
    values=GRPC_VALUES,
)
