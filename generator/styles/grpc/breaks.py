"""Whom a change breaks when calls travel over gRPC."""

from collections.abc import Iterator

from generator.formats.protobuf.settings import FILE_OPTIONS, KEY
from generator.formats.protobuf_rpc.breaks import Reached, compared, presence, reached
from generator.model.change import Verdict
from generator.styles.breaking import Breaking, ByOperation, Side
from generator.styles.grpc.values import GRPC_VALUES

KEYWORDS = (
    "Contract.grpc",
    "Contract.grpc.service",
    "Contract.grpc.presence",
    "Contract.grpc.result",
    "Operation.grpc",
    "Operation.grpc.method",
    "Operation.grpc.result",
)
HARMLESS = {
    "Contract.grpc.options": "where code of other languages lies; the calls are the same",
    **{f"Contract.grpc.options.{name}": "see options" for name in FILE_OPTIONS},
}


def _carried(side: Side, name: str) -> Reached:
    return reached(side.binding, name)


def _presence(old: Side, new: Side) -> Iterator[Verdict]:
    return presence(old.binding, new.binding)


BREAKS: Breaking = ByOperation(
    carried=_carried,
    compare=compared,
    settings={KEY: _presence},
    values=GRPC_VALUES,
)
