"""Decides how a contract travels over gRPC: model and .proto in, binding out."""

from generator.formats.protobuf.file import ProtoFile
from generator.model import Api, NamedRef, Operation
from generator.styles.grpc.binding import GrpcBinding, GrpcMethod


def bind(api: Api, file: ProtoFile) -> GrpcBinding:
    """Give every rpc of the .proto what only metadata can carry."""
    methods = (
        GrpcMethod(rpc=rpc, tagged=_is_tagged(api, api.operations[rpc.operation]))
        for rpc in file.rpcs
    )
    return GrpcBinding(file=file, methods=tuple(methods))


def _is_tagged(api: Api, operation: Operation) -> bool:
    if operation.resource is None or operation.stream_output:
        return False
    resource = api.resources[operation.resource]
    return resource.etag is not None and operation.output == NamedRef(name=resource.record)
