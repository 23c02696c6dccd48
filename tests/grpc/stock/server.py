"""A foreign server: plain protoc stubs and grpcio, which answers with what files tell it to.

It is told its answers by lines of JSON on its input: for a method a response in protobuf's JSON,
bytes to add to it, or a status with details. What it was asked, it prints as it would be in JSON.

Run: python server.py MODULE SERVICE, with the stubs on the path; it prints its port first.
"""

import importlib
import json
import sys
import threading
from concurrent import futures

import grpc
from google.protobuf import any_pb2, json_format
from google.rpc import error_details_pb2, status_pb2

answers: dict[str, dict[str, object]] = {}


def main(module: str, service: str) -> None:
    pb = importlib.import_module(f"{module}_pb2")
    stubs = importlib.import_module(f"{module}_pb2_grpc")
    servicer = make_servicer(pb, pb.DESCRIPTOR.services_by_name[service])
    server = grpc.server(futures.ThreadPoolExecutor(2))
    getattr(stubs, f"add_{service}Servicer_to_server")(servicer, server)
    print(server.add_insecure_port("127.0.0.1:0"), flush=True)
    server.start()
    for line in sys.stdin:
        answers.update(json.loads(line))
        print("told", flush=True)
    server.stop(0)


def make_servicer(pb: object, service: object) -> object:
    """An object with a method for each of the service's."""
    lock = threading.Lock()

    def method_for(method: object) -> object:
        response_class = getattr(pb, method.output_type.name)

        def serve(request: object, context: grpc.ServicerContext) -> object:
            with lock:
                asked = json_format.MessageToDict(request, preserving_proto_field_name=True)
                metadata = {k: v for k, v in context.invocation_metadata() if isinstance(v, str)}
                print(json.dumps({"request": asked, "metadata": metadata}), flush=True)
            answer = answers[method.name]
            if "code" in answer:
                fail(pb, context, answer)
            response = json_format.ParseDict(answer["response"], response_class())
            response.MergeFromString(bytes.fromhex(answer.get("more", "")))
            return response

        return serve

    servicer = type("Servicer", (), {})()
    for method in service.methods:
        setattr(servicer, method.name, method_for(method))
    return servicer


def fail(pb: object, context: grpc.ServicerContext, answer: dict[str, object]) -> None:
    """Abort with a status, with details where there are any."""
    code = grpc.StatusCode[answer["code"]]
    if "details" in answer:
        status = status_pb2.Status(code=code.value[0], message=answer["message"])
        for name, fields in answer["details"].items():
            home = error_details_pb2 if name.startswith("google.rpc.") else pb
            packed = any_pb2.Any()
            packed.Pack(json_format.ParseDict(fields, getattr(home, name.rpartition(".")[2])()))
            status.details.append(packed)
        trailer = ("grpc-status-details-bin", status.SerializeToString())
        context.set_trailing_metadata((trailer,))
    context.abort(code, answer["message"])


main(*sys.argv[1:])
