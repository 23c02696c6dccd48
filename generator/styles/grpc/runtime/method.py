"""How an operation travels over gRPC: the table that a server and its clients read."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from importlib.resources import files
from typing import Any

from google.protobuf.descriptor_pb2 import FileDescriptorSet
from google.protobuf.descriptor_pool import DescriptorPool
from google.protobuf.message_factory import GetMessageClass

from generator.runtime.deep import deep
from generator.runtime.errors import ServiceError
from generator.runtime.operation import Operation
from generator.styles.grpc.runtime.fill import Fill
from generator.styles.grpc.runtime.read import Raw, Read
from generator.styles.grpc.runtime.shapes import EnumNumbers, Record, Shapes
from generator.styles.grpc.runtime.status_proto import add_status_files


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Method:
    """One operation as an rpc.

    result: the field of the response that holds the value; None where nothing comes back, and
    where the response as a whole is the value.
    tagged: the value has an entity tag, which goes with it as the metadata `etag`.
    """

    name: str
    operation: Operation[Any]
    result: str | None = None
    tagged: bool = False


class Service:
    """The methods of a service, and its messages in a pool of their own.

    No other copy of the same messages in the process can clash with them, and no generated
    protobuf code ties them to a version of its runtime.
    """

    def __init__(
        self,
        name: str,
        *methods: Method,
        descriptor: bytes,
        enums: EnumNumbers | None = None,
        reasons: Mapping[type[ServiceError], str] | None = None,
    ) -> None:
        self.name = name
        self.package = name.rpartition(".")[0]
        self._descriptor = descriptor
        self.enums = enums or {}
        # What google.rpc.ErrorInfo calls each declared error.
        self.reasons = reasons or {}
        named = ((error.__name__, reason) for error, reason in self.reasons.items())
        self.error_names = {reason: name for name, reason in named}
        self._methods = {method.operation: method for method in methods}

    @cached_property
    def pool(self) -> DescriptorPool:
        """The service's file, what it imports, and the messages of errors."""
        pool = DescriptorPool()
        for file in FileDescriptorSet.FromString(self._descriptor).file:
            pool.AddSerializedFile(file.SerializeToString())
        add_status_files(pool)
        return pool

    @cached_property
    def shapes(self) -> Shapes:
        """How the contract's types lie in the messages."""
        return Shapes(self.enums)

    @cached_property
    def fill(self) -> Fill:
        """The functions that write values into messages."""
        return Fill(self.shapes)

    @cached_property
    def read(self) -> Read:
        """The functions that read values out of messages."""
        return Read(self.shapes)

    @cached_property
    def raw(self) -> Raw:
        """The functions that read JSON data out of messages."""
        return Raw(self.shapes)

    def message_class(self, full_name: str) -> Any:
        """A class of messages; protobuf makes one class per pool and name."""
        return deep(lambda: GetMessageClass(self.pool.FindMessageTypeByName(full_name)))

    def request(self, operation: Operation[Any]) -> Record:
        """The request of an operation and its message."""
        methods = self.pool.FindServiceByName(self.name).methods_by_name
        message = methods[self._methods[operation].name].input_type
        return self.shapes.record(operation.request, message)

    def path(self, operation: Operation[Any]) -> str:
        """``/shop.products.v1.ProductsService/AddProduct``"""
        return f"/{self.name}/{self._methods[operation].name}"

    def method(self, operation: Operation[Any]) -> Method:
        """The method that carries an operation."""
        return self._methods[operation]

    @property
    def operations(self) -> Iterable[Operation[Any]]:
        """Every operation of the service."""
        return self._methods

    def __iter__(self) -> Iterator[Method]:
        return iter(self._methods.values())


def beside(module: str, name: str) -> bytes:
    """A file that lies in the same package as a module."""
    return files(module.rpartition(".")[0]).joinpath(name).read_bytes()
