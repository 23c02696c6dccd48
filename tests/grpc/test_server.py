"""What the generated gRPC server has besides the contract: health, reflection, limits, an end."""

import asyncio
import importlib
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import grpc
import grpc.aio
import pytest
from google.protobuf.descriptor_pb2 import FileDescriptorProto
from grpc_health.v1 import health_pb2, health_pb2_grpc
from grpc_reflection.v1alpha import reflection_pb2, reflection_pb2_grpc

from tests.behaviour.hosting import Host
from tests.grpc.keeper import Keeper

SERVICE = "city.zoo.v1.ZooService"


@asynccontextmanager
async def running(zoo: Any, **options: Any) -> AsyncIterator[tuple[Any, grpc.aio.Channel, Keeper]]:
    """A server, and a plain channel to it."""
    keeper = Keeper(zoo)
    module = importlib.import_module(f"{zoo.__name__}.grpc.server")
    server = module.create_server(keeper, **options)
    port = server.add_insecure_port("127.0.0.1:0")
    await server.start()
    async with grpc.aio.insecure_channel(f"127.0.0.1:{port}") as channel:
        yield server, channel, keeper
    await server.stop(0)


def method(channel: grpc.aio.Channel, name: str) -> Any:
    """A call that sends and gives bytes."""
    return channel.unary_unary(f"/{SERVICE}/{name}")


async def status_of(call: Any) -> grpc.aio.AioRpcError:
    """The status of a call that fails."""
    with pytest.raises(grpc.aio.AioRpcError) as caught:
        await call
    return caught.value


def test_health_is_told_to_a_stock_client(host: Host, zoo: Any) -> None:
    async def ask() -> list[int]:
        async with running(zoo) as (_, channel, _):
            stub: Any = health_pb2_grpc.HealthStub(channel)
            names = ("", SERVICE)
            answers = [
                await stub.Check(health_pb2.HealthCheckRequest(service=name)) for name in names
            ]
            return [answer.status for answer in answers]

    assert host.run(ask()) == [health_pb2.HealthCheckResponse.SERVING] * 2


def test_a_stopping_server_says_so_and_lets_calls_end(host: Host, zoo: Any) -> None:
    async def stop() -> tuple[list[int], bytes]:
        async with running(zoo) as (server, channel, keeper):
            keeper.pause = asyncio.Event()
            health: Any = health_pb2_grpc.HealthStub(channel)
            watch = health.Watch(health_pb2.HealthCheckRequest(service=SERVICE))
            states = [(await watch.read()).status]
            call = asyncio.ensure_future(method(channel, "Picture")(b""))
            await keeper.paused.wait()
            stopping = asyncio.ensure_future(server.stop(10))
            states.append((await watch.read()).status)
            watch.cancel()
            keeper.pause.set()
            answer = await call
            await stopping
            return states, answer

    states, answer = host.run(stop())
    serving = health_pb2.HealthCheckResponse.SERVING
    assert states == [serving, health_pb2.HealthCheckResponse.NOT_SERVING]
    assert answer == b"\x0a\x04\x89PNG"


def test_reflection_describes_the_service_to_a_stock_client(host: Host, zoo: Any) -> None:
    make = reflection_pb2.ServerReflectionRequest

    async def ask() -> list[Any]:
        async with running(zoo) as (_, channel, _):
            stub: Any = reflection_pb2_grpc.ServerReflectionStub(channel)
            symbols = (
                SERVICE,
                "city.zoo.v1.Thing",
                "grpc.health.v1.Health",
                "google.rpc.BadRequest",
            )
            requests = [
                make(list_services=""),
                *(make(file_containing_symbol=symbol) for symbol in symbols),
            ]
            return [answer async for answer in stub.ServerReflectionInfo(iter(requests))]

    services, *files = host.run(ask())
    names = {service.name for service in services.list_services_response.service}
    assert {SERVICE, "grpc.health.v1.Health"} <= names
    first = [
        FileDescriptorProto.FromString(answer.file_descriptor_response.file_descriptor_proto[0])
        for answer in files
    ]
    assert [file.name for file in first] == [
        "city/zoo/v1/zoo.proto",
        "city/zoo/v1/zoo.proto",
        "grpc_health/v1/health.proto",
        "google/rpc/error_details.proto",
    ]


def test_a_request_over_the_limit_is_refused(host: Host, zoo: Any) -> None:
    async def ask() -> grpc.aio.AioRpcError:
        async with running(zoo, max_request_size=1000) as (_, channel, _):
            return await status_of(method(channel, "GetThing")(b"\x0a\xd0\x0f" + b"x" * 2000))

    assert host.run(ask()).code() is grpc.StatusCode.RESOURCE_EXHAUSTED


@pytest.mark.parametrize("name", ["Watch", "Upload", "Chat"])
def test_a_stream_is_not_implemented_yet(host: Host, zoo: Any, name: str) -> None:
    async def ask() -> grpc.aio.AioRpcError:
        async with running(zoo) as (_, channel, _):
            call = channel.stream_stream(f"/{SERVICE}/{name}")
            return await status_of(call(iter([b""])).read())

    error = host.run(ask())
    assert error.code() is grpc.StatusCode.UNIMPLEMENTED
    assert error.details() == f"{name} is not implemented."


@pytest.mark.parametrize("data", [b"\xff", b"\x0a\x02\xff\xfe", b"\x0a\x7f"])
def test_bytes_that_are_no_message_are_an_invalid_input(host: Host, zoo: Any, data: bytes) -> None:
    async def ask() -> grpc.aio.AioRpcError:
        async with running(zoo) as (_, channel, _):
            return await status_of(method(channel, "GetThing")(data))

    assert host.run(ask()).code() is grpc.StatusCode.INVALID_ARGUMENT


def test_a_caller_that_cancels_cancels_the_handler(host: Host, zoo: Any) -> None:
    async def cancel() -> None:
        async with running(zoo) as (_, channel, keeper):
            call = method(channel, "GetThing")(b"\x0a\x04slow")
            while not keeper.calls:
                await asyncio.sleep(0.01)
            call.cancel()
            await keeper.cancelled.wait()

    host.run(cancel(), within=20)


def test_a_cancelled_task_of_the_generated_client_cancels_the_handler(host: Host, zoo: Any) -> None:
    async def cancel() -> None:
        keeper = Keeper(zoo)
        server = importlib.import_module(f"{zoo.__name__}.grpc.server").create_server(keeper)
        target = f"127.0.0.1:{server.add_insecure_port('127.0.0.1:0')}"
        await server.start()
        module = importlib.import_module(f"{zoo.__name__}.grpc.client")
        async with module.AsyncClient(target) as client:
            task = asyncio.ensure_future(client.get_thing(thing_id="slow"))
            while not keeper.calls:
                await asyncio.sleep(0.01)
            task.cancel()
            await keeper.cancelled.wait()
            with pytest.raises(asyncio.CancelledError):
                await task
        await server.stop(0)

    host.run(cancel(), within=20)


PROGRAM = """
import importlib, sys
first, second, stubs = sys.argv[1:]
for path in (first, second):
    sys.path.insert(0, path)
    sys.modules.pop("menagerie", None)
    for name in [name for name in sys.modules if name.startswith("menagerie.")]:
        del sys.modules[name]
    importlib.import_module("menagerie.zoo.grpc.server")
    client = importlib.import_module("menagerie.zoo.grpc.client")
    codec = client.Client.codec()
    operations = importlib.import_module("menagerie.zoo.operations")
    call = importlib.import_module("menagerie._support.call")
    request = codec.encode(operations.GET_THING, {"thing_id": "1"}, call.CallOptions())
    assert request.message.SerializeToString() == b"\\n\\x011"
sys.path.insert(0, stubs)
stock = importlib.import_module("city.zoo.v1.zoo_pb2")
assert type(request.message) is not stock.GetThingRequest
"""


def test_two_copies_and_the_stock_stubs_live_in_one_process(
    zoo_folder: Any, stubs: Any, tmp_path: Any
) -> None:
    import shutil

    shutil.copytree(zoo_folder.parent, tmp_path / "menagerie")
    roots = [str(zoo_folder.parent.parent), str(tmp_path), str(stubs)]
    subprocess.run([sys.executable, "-c", PROGRAM, *roots], check=True)


def test_a_codec_writes_requests_without_grpcio(zoo_folder: Any) -> None:
    program = (
        "import sys; sys.path.insert(0, sys.argv[1])\n"
        "from menagerie.zoo.grpc.client import Client\n"
        "from menagerie.zoo.operations import UPDATE_THING\n"
        "from menagerie._support.call import CallOptions\n"
        "codec = Client.codec()\n"
        "values = {'thing_id': '1', 'note': None}\n"
        "shown = codec.show(codec.encode(UPDATE_THING, values, CallOptions(if_match='7')))\n"
        "assert 'grpc' not in sys.modules\n"
        "assert shown.start == '/city.zoo.v1.ZooService/UpdateThing'\n"
        "assert shown.headers == (('if-match', '7'),)\n"
        "assert shown.body == bytes.fromhex('0a01315a060a046e6f7465')\n"
        "assert 'update_mask {' in shown.text and 'paths: \"note\"' in shown.text\n"
    )
    root = str(zoo_folder.parent.parent)
    subprocess.run([sys.executable, "-c", program, root], check=True)
