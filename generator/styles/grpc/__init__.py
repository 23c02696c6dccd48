"""gRPC, described by a .proto."""

from generator.styles.grpc.style import GrpcStyle

STYLE = GrpcStyle()

__all__ = ["STYLE"]
