"""Turns the operations that stream into handlers of grpc.aio."""

from collections.abc import Awaitable, Callable
from typing import Any

from generator.formats.protobuf_rpc.runtime.received import Receive
from generator.formats.protobuf_rpc.runtime.stream_answers import Failed, StreamAnswers
from generator.runtime.auth.evidence import Evidence
from generator.runtime.call import Call
from generator.runtime.missing_package import missing
from generator.runtime.operation import Operation
from generator.styles.grpc.runtime.evidence import metadata_of

try:
    import grpc
    import grpc.aio
except ModuleNotFoundError as error:
    raise missing(error) from None

Context = grpc.aio.ServicerContext[Any, Any]
Fail = Callable[[Context, Any], Awaitable[bytes]]


def after(context: Context, call: Call) -> None:
    """Let a call know when its answer has been written."""
    if call.callbacks is None:
        return

    def done(_: Any) -> None:
        call.answered()

    told: Any = done
    context.add_done_callback(told)


def stream_handler(
    operation: Operation[Any],
    answers: StreamAnswers,
    call_of: Callable[[Context], Call],
    fail: Fail,
    evidence_of: Callable[[Context, Call], Evidence] = metadata_of,
) -> "grpc.RpcMethodHandler[bytes, bytes]":
    """The handler of an operation; ``fail`` ends a call with a google.rpc.Status.

    It reads and writes by itself, instead of with iterators: then a message is read when the
    service asks for it, and a failure is written in one place.
    """

    async def taking(_: object, context: Context) -> bytes:
        async def receive() -> bytes | None:
            data = await context.read()
            return None if data is grpc.aio.EOF else data

        return await answered(context, receive)

    async def giving(data: bytes, context: Context) -> None:
        async def receive() -> bytes:
            return data

        await answered(context, receive)

    async def both(_: object, context: Context) -> None:
        await taking(_, context)

    async def answered(context: Context, receive: Receive) -> bytes:
        call = call_of(context)
        try:
            evidence = evidence_of(context, call)
            response = await answers.answer(call, evidence, receive, context.write)
        except Failed as error:
            status = error.status
        except BaseException:
            call.answered()
            raise
        else:
            call.status = 0
            after(context, call)
            return response
        call.status = status.code
        after(context, call)
        return await fail(context, status)

    handle: Any
    if operation.takes is None:
        handle = giving
        return grpc.unary_stream_rpc_method_handler(handle)
    if operation.gives is None:
        handle = taking
        return grpc.stream_unary_rpc_method_handler(handle)
    handle = both
    return grpc.stream_stream_rpc_method_handler(handle)
