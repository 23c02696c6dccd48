"""gRPC as a style: what the rest of the program may ask of it."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from generator.diagnostics import Problems
from generator.formats.format import AnyFormat, Described
from generator.formats.output_tree import File
from generator.formats.protobuf import PROTOBUF
from generator.formats.protobuf.settings import CONTRACT_KEYS, OPERATION_KEYS
from generator.model import Api, Operation
from generator.styles.grpc.bind import bind
from generator.styles.grpc.binding import GrpcBinding
from generator.styles.grpc.facts import facts
from generator.styles.grpc.files import python_files
from generator.styles.shown.exchange import Credentials, Exchange, Load
from generator.styles.style import Facts, Hosting, Vocabulary

if TYPE_CHECKING:
    from generator.styles.shown.replay import Replay, Seen


class GrpcStyle:
    """The methods of the ``Style`` protocol; it has no state."""

    name = "grpc"
    title = "gRPC"
    rank = 2
    hosting = Hosting(kind="server", default_port=50051, message_prefix=5)
    runtime = "generator.styles.grpc.runtime"
    formats: tuple[AnyFormat, ...] = (PROTOBUF,)
    vocabulary = Vocabulary(contract=CONTRACT_KEYS, operation=OPERATION_KEYS)

    def bind(self, api: Api, described: Described, problems: Problems) -> GrpcBinding:  # noqa: ARG002
        """Take the rpcs of the .proto."""
        return bind(api, described.of(PROTOBUF))

    def emit(self, api: Api, binding: GrpcBinding) -> Iterable[File]:
        """The Python files."""
        return python_files(api, binding)

    def documents(self, api: Api, binding: GrpcBinding) -> Iterable[File]:  # noqa: ARG002
        """Nothing: the .proto is the format's."""
        return ()

    def verify(self, api: Api, files: Mapping[str, bytes], problems: Problems) -> None:
        """There is nothing to verify but the .proto, which is the format's."""

    def facts(self, api: Api, binding: GrpcBinding, operation: Operation) -> Facts:  # noqa: ARG002
        """What the .proto tells, and the wire does not."""
        return facts(binding, operation)

    def exchange(self, load: Load, service: object) -> Exchange:
        """The emitted table, asked in memory."""
        from generator.styles.grpc.exchange import exchange

        return exchange(load, service)

    def signed(self, request: Any, credentials: Credentials) -> Any:
        """Metadata, whatever HTTP would use."""
        metadata = (*request.metadata, *credentials.headers, *credentials.query)
        return type(request)(path=request.path, metadata=metadata, message=request.message)

    def command(self, target: str, request: Any) -> str:
        """A call with grpcurl."""
        from generator.styles.grpc.exchange import command

        return command(target, request)

    def replay(self, target: str, seen: "Seen", in_flight: int) -> "Replay":
        """The same message again, over a bare channel."""
        from generator.styles.grpc.replay import same_message

        return same_message(target, seen, in_flight)
