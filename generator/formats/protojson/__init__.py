"""Protobuf's JSON as a format: the values of messages as JSON texts, without the messages."""

from generator.formats.format import CodeOnly
from generator.formats.protobuf import PROTOBUF

PROTOJSON = CodeOnly(
    name="protojson",
    runtime="generator.formats.protojson.runtime",
    formats=(PROTOBUF,),
)

__all__ = ["PROTOJSON"]
