"""How a contract travels as calls in protobuf: rpcs, which point at the messages of its .proto."""

from dataclasses import dataclass
from functools import cached_property

from generator.formats.protobuf.file import ProtoFile, Rpc
from generator.model import Api, NamedRef, Operation


@dataclass(frozen=True, slots=True, kw_only=True)
class RpcMethod:
    """One operation as a method of the service.

    tagged: the value is a resource with an entity tag, which travels beside it.
    """

    operation: Operation
    rpc: Rpc
    tagged: bool = False


@dataclass(frozen=True, kw_only=True)
class RpcBinding:
    """A contract as one service, declared in a .proto."""

    file: ProtoFile
    methods: tuple[RpcMethod, ...]

    def method(self, operation: str) -> RpcMethod:
        """How an operation travels, by its name in the contract."""
        return self._methods[operation]

    def rpc(self, operation: str) -> Rpc:
        """The rpc that carries it."""
        return self._methods[operation].rpc

    def path(self, operation: str) -> str:
        """``/shop.products.v1.ProductsService/AddProduct``"""
        return f"/{self.file.service_name}/{self.rpc(operation).name}"

    @cached_property
    def _methods(self) -> dict[str, RpcMethod]:
        return {method.rpc.operation: method for method in self.methods}


def bind(api: Api, file: ProtoFile) -> RpcBinding:
    """Give every rpc of the .proto what no message holds."""
    methods = []
    for rpc in file.rpcs:
        operation = api.operations[rpc.operation]
        tagged = _is_tagged(api, operation)
        methods.append(RpcMethod(operation=operation, rpc=rpc, tagged=tagged))
    return RpcBinding(file=file, methods=tuple(methods))


def _is_tagged(api: Api, operation: Operation) -> bool:
    if operation.resource is None or operation.stream_output:
        return False
    resource = api.resources[operation.resource]
    return resource.etag is not None and operation.output == NamedRef(name=resource.record)
