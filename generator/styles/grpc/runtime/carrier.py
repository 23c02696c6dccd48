"""gRPC as what brings requests to a service."""

from generator.formats.protobuf_rpc.runtime.answers import Carrier
from generator.styles.grpc.runtime.wire import wire_of

CARRIER = Carrier(style="grpc", wire=wire_of)
