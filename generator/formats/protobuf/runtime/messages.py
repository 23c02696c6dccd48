"""The messages of one contract: their classes, and the functions that write and read them."""

import importlib.resources
from functools import cached_property
from typing import Any

from google.protobuf.descriptor_pb2 import FileDescriptorSet
from google.protobuf.descriptor_pool import DescriptorPool
from google.protobuf.message_factory import GetMessageClass

from generator.formats.protobuf.runtime.fill import Fill
from generator.formats.protobuf.runtime.read import Raw, Read
from generator.formats.protobuf.runtime.shapes import EnumNumbers, Shapes
from generator.formats.protobuf.runtime.status_proto import add_status_files
from generator.runtime.deep import deep

DESCRIPTOR = "descriptor.binpb"


class Messages:
    """The messages of a contract, in a pool of their own.

    No other copy of the same messages in the process can clash with them, and no generated
    protobuf code ties them to a version of its runtime.
    """

    def __init__(self, *, inside: str, enums: EnumNumbers | None = None) -> None:
        """inside: the package that holds ``descriptor.binpb``, which is read when needed."""
        self._package = inside
        self.enums = enums or {}

    @cached_property
    def pool(self) -> DescriptorPool:
        """The contract's file, what it imports, and the messages that errors travel in."""
        folder = importlib.resources.files(self._package)
        data = folder.joinpath(DESCRIPTOR).read_bytes()
        pool = DescriptorPool()
        for file in FileDescriptorSet.FromString(data).file:
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

    def cls(self, full_name: str) -> Any:
        """A class of messages; protobuf makes one class per pool and name."""
        return deep(lambda: GetMessageClass(self.pool.FindMessageTypeByName(full_name)))
