"""Protobuf: messages, their numbers, and the .proto that describes them."""

from generator.formats.protobuf.format import ProtobufFormat

PROTOBUF = ProtobufFormat()

__all__ = ["PROTOBUF"]
