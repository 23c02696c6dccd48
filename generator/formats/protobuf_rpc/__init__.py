"""Calls in protobuf as a format: a service's table, its requests, items, answers and statuses.

Styles that carry protobuf share it: bytes in, bytes out, whatever brings them.
"""

from generator.formats.format import CodeOnly
from generator.formats.protobuf import PROTOBUF

PROTOBUF_RPC = CodeOnly(
    name="protobuf_rpc",
    runtime="generator.formats.protobuf_rpc.runtime",
    formats=(PROTOBUF,),
)

__all__ = ["PROTOBUF_RPC"]
