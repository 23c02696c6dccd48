"""A foreign client: plain protoc stubs and grpcio, told what to call by lines of JSON.

Each line of input names a method, a request in protobuf's JSON, and metadata; each line of
output is the response in protobuf's JSON, or the status with its details. It knows nothing of
this project.

Run: python client.py TARGET MODULE SERVICE, with the stubs on the path.
"""

import importlib
import json
import sys

import grpc
from google.protobuf import json_format
from google.rpc import error_details_pb2, status_pb2


def main(target: str, module: str, service: str) -> None:
    pb = importlib.import_module(f"{module}_pb2")
    stubs = importlib.import_module(f"{module}_pb2_grpc")
    methods = pb.DESCRIPTOR.services_by_name[service].methods_by_name
    with grpc.insecure_channel(target) as channel:
        stub = getattr(stubs, f"{service}Stub")(channel)
        for line in sys.stdin:
            ask = json.loads(line)
            request_class = getattr(pb, methods[ask["method"]].input_type.name)
            request = json_format.ParseDict(ask["request"], request_class())
            request.MergeFromString(bytes.fromhex(ask.get("more", "")))
            answer: dict[str, object]
            try:
                response, call = getattr(stub, ask["method"]).with_call(
                    request, timeout=ask.get("timeout", 20), metadata=ask.get("metadata")
                )
            except grpc.RpcError as error:
                answer = failure(pb, error)
            else:
                trailers = dict(call.trailing_metadata() or ())
                answer = {"response": shown(response), "trailers": trailers}
            print(json.dumps(answer), flush=True)


def failure(pb: object, error: grpc.RpcError) -> dict[str, object]:
    """A status, and what its details say."""
    details = {}
    trailers = dict(error.trailing_metadata() or ())
    if "grpc-status-details-bin" in trailers:
        status = status_pb2.Status.FromString(trailers["grpc-status-details-bin"])
        for detail in status.details:
            name = detail.TypeName()
            home = error_details_pb2 if name.startswith("google.rpc.") else pb
            message = getattr(home, name.rpartition(".")[2])()
            assert detail.Unpack(message)
            details[name] = shown(message)
    return {"code": error.code().name, "message": error.details(), "details": details}


def shown(message: object) -> dict[str, object]:
    """A message by the field names of the .proto."""
    return json_format.MessageToDict(message, preserving_proto_field_name=True)


main(*sys.argv[1:])
