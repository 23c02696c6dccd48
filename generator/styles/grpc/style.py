"""gRPC as a style: what the rest of the program may ask of it."""

from collections.abc import Iterable, Mapping

from generator.contract.language.vocabulary import Vocabulary
from generator.diagnostics import Problems
from generator.emit.python.module import Emitted
from generator.formats.format import AnyFormat, Described
from generator.formats.output_tree import File
from generator.formats.protobuf import PROTOBUF
from generator.formats.protobuf.settings import CONTRACT_KEYS, OPERATION_KEYS
from generator.formats.protobuf_rpc import PROTOBUF_RPC
from generator.formats.protobuf_rpc.binding import RpcBinding, bind
from generator.model import Api, Operation
from generator.styles.grpc.files import python_files
from generator.styles.route import Route
from generator.styles.style import Description, Facts, Hosting, Importer


class GrpcStyle:
    """The methods of the ``Style`` protocol; it has no state."""

    name = "grpc"
    title = "gRPC"
    rank = 2
    hosting = Hosting(kind="server", default_port=50051, message_prefix=5)
    runtime = "generator.styles.grpc.runtime"
    shown = "generator.styles.grpc.shown"
    breaks = "generator.styles.grpc.breaks"
    formats: tuple[AnyFormat, ...] = (PROTOBUF, PROTOBUF_RPC)
    vocabulary = Vocabulary(contract=CONTRACT_KEYS, operation=OPERATION_KEYS)

    def bind(self, api: Api, described: Described, problems: Problems) -> RpcBinding:
        """Take the rpcs of the .proto."""
        return bind(api, described.of(PROTOBUF))

    def emit(self, api: Api, binding: RpcBinding) -> Iterable[Emitted]:
        """The Python files."""
        return python_files(api, binding)

    def documents(self, api: Api, binding: RpcBinding) -> Iterable[File]:
        """Nothing: the .proto is the format's."""
        return ()

    def facts(self, api: Api, binding: RpcBinding, operation: Operation) -> Facts:
        """What travelling so means for an operation and its callers."""
        from generator.styles.grpc.facts import facts

        return facts(binding, operation)

    def routes(self, api: Api, binding: RpcBinding) -> Iterable[Route]:
        """The path of each rpc."""
        from generator.styles.grpc.routes import routes

        return routes(binding)

    def describe(self, api: Api, binding: RpcBinding, load: Importer) -> Description:
        """What the README says of it."""
        from generator.styles.grpc.description import describe

        return describe(binding, load)

    def verify(self, api: Api, files: Mapping[str, bytes], problems: Problems) -> None:
        """There is nothing to verify but the .proto, which is the format's."""
