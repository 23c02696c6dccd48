"""How a contract travels over gRPC: rpcs, which point at the messages of its .proto."""

from dataclasses import dataclass
from functools import cached_property

from generator.formats.protobuf.file import ProtoFile, Rpc


@dataclass(frozen=True, slots=True, kw_only=True)
class GrpcMethod:
    """One operation as a method of the service.

    tagged: the value is a resource with an entity tag, which travels as metadata.
    """

    rpc: Rpc
    tagged: bool = False


@dataclass(frozen=True, kw_only=True)
class GrpcBinding:
    """A contract as one service, declared in a .proto."""

    file: ProtoFile
    methods: tuple[GrpcMethod, ...]

    def rpc(self, operation: str) -> Rpc:
        """How an operation travels, by its name in the contract."""
        return self._rpcs[operation]

    @cached_property
    def _rpcs(self) -> dict[str, Rpc]:
        return {method.rpc.operation: method.rpc for method in self.methods}
