"""Turns a contract into the Python that every style shares: types, errors, service, operations."""

from collections.abc import Iterator, Sequence

from generator.emit.python.calls import calls_file
from generator.emit.python.errors import errors_file
from generator.emit.python.messages import messages_file
from generator.emit.python.module import Emitted
from generator.emit.python.operations import operations_file
from generator.emit.python.package import StyleLike, package_files
from generator.emit.python.service import service_file
from generator.emit.python.types import types_file
from generator.formats.format import Described
from generator.formats.json.schema import schema_file
from generator.formats.protobuf import PROTOBUF
from generator.model import Api


def emit(api: Api, styles: Sequence[StyleLike], described: Described) -> Iterator[Emitted]:
    """The files of a contract's folder that belong to no style."""
    yield schema_file(api)
    yield types_file(api)
    yield errors_file(api)
    yield service_file(api)
    yield calls_file(api)
    yield operations_file(api)
    yield from package_files(api, styles)
    if PROTOBUF in described:
        yield messages_file(api, described.of(PROTOBUF))
