"""Serves a contract on ``grpc.aio``: calls, health, reflection."""

import time
from collections.abc import Callable, Sequence
from typing import Any, Unpack

from generator.formats.protobuf_rpc.runtime.answers import Answers
from generator.formats.protobuf_rpc.runtime.method import Service
from generator.runtime.auth.authenticate import Authenticate
from generator.runtime.auth.evidence import Evidence
from generator.runtime.call import Call
from generator.runtime.hook import Hook
from generator.runtime.idempotency.choice import store_of
from generator.runtime.implementation_check import warn_if_incomplete
from generator.runtime.limits import Limits
from generator.runtime.missing_package import missing
from generator.runtime.operation import Operation
from generator.runtime.shutdown import Shutdown
from generator.styles.grpc.runtime.carrier import CARRIER
from generator.styles.grpc.runtime.evidence import GrpcEvidence
from generator.styles.grpc.runtime.graceful import GracefulServer
from generator.styles.grpc.runtime.metadata import DETAILS_KEY, from_metadata
from generator.styles.grpc.runtime.settings import GrpcOptions, GrpcSettings
from generator.styles.grpc.runtime.stream_handlers import after, stream_handler

try:
    import grpc
    import grpc.aio
    from grpc_health.v1 import health, health_pb2, health_pb2_grpc
    from grpc_reflection.v1alpha import reflection, reflection_pb2
except ModuleNotFoundError as error:
    raise missing(error) from None

Context = grpc.aio.ServicerContext[Any, Any]

_STATUSES = {status.value[0]: status for status in grpc.StatusCode}
# Calls at a time on one connection; a client waits with those that come on top.
_MAX_STREAMS = 1000
# Seconds after which a connection without a sign of life is asked for one: a client that is gone
# without a word is found out while its stream is idle.
_HEARTBEAT = 15.0
_PINGS = 5000


def make_server(
    implementation: object,
    service: Service,
    *,
    authenticate: Authenticate | None = None,
    hooks: Sequence[Hook] = (),
    **options: Unpack[GrpcOptions],
) -> GracefulServer:
    """Make a server without a port; to be called where its event loop runs."""
    settings = GrpcSettings(**options)
    own = {
        "grpc.max_receive_message_length": settings.max_request_size,
        **_options(settings.limits),
    }
    warn_if_incomplete(implementation, service.operations)
    server = grpc.aio.server(
        interceptors=list(settings.interceptors),
        options=[*(own | dict(settings.options)).items()],
        maximum_concurrent_rpcs=settings.max_concurrent_calls,
    )
    shutdown = Shutdown()
    answers = Answers(
        implementation,
        service,
        CARRIER,
        shutdown,
        settings.max_timeout,
        store_of(implementation, settings.idempotency),
        authenticate,
        hooks,
    )
    trust = settings.trust_client_cert
    handlers = {m.name: _handler(m.operation, answers, trust) for m in service}
    server.add_registered_method_handlers(service.name, handlers)
    servicer = health.aio.HealthServicer()
    health_pb2_grpc.add_HealthServicer_to_server(servicer, server)
    _reflect(service, server)
    return GracefulServer(server, servicer, service.name, shutdown)


def _options(limits: Limits) -> dict[str, int]:
    """The limits in the words of gRPC's core."""
    return {
        "grpc.server_handshake_timeout_ms": int(limits.header_timeout * 1000),
        "grpc.max_connection_idle_ms": int(limits.idle_timeout * 1000),
        # A client that is gone, or does not read, leaves a ping without an answer.
        "grpc.keepalive_time_ms": int(min(limits.idle_timeout, _HEARTBEAT) * 1000),
        "grpc.keepalive_timeout_ms": int(limits.write_timeout * 1000),
        # Core (1.85) waits a minute all the same, unless this says so, too.
        "grpc.http2.ping_timeout_ms": int(limits.write_timeout * 1000),
        "grpc.keepalive_permit_without_calls": 1,
        "grpc.http2.max_pings_without_data": 0,  # as many as it takes
        # Clients whose streams are idle may ask, too, more often than gRPC's own five minutes.
        "grpc.http2.min_ping_interval_without_data_ms": _PINGS,
        "grpc.max_metadata_size": limits.max_header_size,
        "grpc.absolute_max_metadata_size": limits.max_header_size,
        "grpc.max_concurrent_streams": _MAX_STREAMS,
        "grpc.max_allowed_incoming_connections": limits.max_connections,
    }


def _reflect(service: Service, server: grpc.aio.Server) -> None:
    for known in (health_pb2.DESCRIPTOR, reflection_pb2.DESCRIPTOR):
        service.messages.pool.AddSerializedFile(known.serialized_pb)
    names = (service.name, health.SERVICE_NAME, reflection.SERVICE_NAME)
    reflection.enable_server_reflection(names, server, service.messages.pool)


def _handler(
    operation: Operation[Any],
    answers: Answers,
    trust_client_cert: bool,
) -> Any:
    call = _call_of(operation)

    def evidence(context: Context, call: Call) -> Evidence:
        connection: Any = context.auth_context
        return GrpcEvidence(
            call.headers,
            connection,
            trust_client_cert=trust_client_cert,
        )

    if operation.streaming:
        streams = answers.streams(operation)
        return stream_handler(operation, streams, call, _abort, evidence)
    handle: Any = answers.of(operation, call, evidence, _abort, _tag, after)
    return grpc.unary_unary_rpc_method_handler(handle)


def _call_of(operation: Operation[Any]) -> Callable[[Context], Call]:
    name = operation.name

    def call(context: Context) -> Call:
        headers = from_metadata(context.invocation_metadata() or ())
        return Call(
            operation=name,
            style="grpc",
            headers=headers,
            deadline=_deadline(context.time_remaining()),
        )

    return call


async def _abort(context: Context, status: Any) -> bytes:
    trailer = (DETAILS_KEY, status.SerializeToString())
    await context.abort(_STATUSES[status.code], status.message, (trailer,))
    raise AssertionError("abort raises")


def _tag(context: Context, tag: str) -> None:
    context.set_trailing_metadata((("etag", tag),))


def _deadline(remaining: float | None) -> float | None:
    """Seconds that are left → a point on the clock of time.monotonic."""
    return None if remaining is None else time.monotonic() + remaining
