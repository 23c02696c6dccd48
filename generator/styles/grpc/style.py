"""gRPC as a style: what the rest of the program may ask of it."""

from collections.abc import Iterable, Mapping

from google.protobuf.descriptor_pb2 import FileDescriptorSet
from google.protobuf.descriptor_pool import DescriptorPool

from generator.contract.lock.ledger import Ledger
from generator.diagnostics import Problems
from generator.formats.output_tree import File
from generator.model import Api
from generator.styles.grpc.bind import bind
from generator.styles.grpc.binding import GrpcBinding
from generator.styles.grpc.compile import descriptor_set, has_numbers
from generator.styles.grpc.files import DESCRIPTOR, FOLDER, python_files
from generator.styles.grpc.proto import proto_text
from generator.styles.grpc.settings import VOCABULARY
from generator.styles.style import Description, Hosting, Load


class GrpcStyle:
    """The methods of the ``Style`` protocol; it has no state."""

    name = "grpc"
    title = "gRPC"
    rank = 2
    hosting = Hosting(kind="server", default_port=50051, message_prefix=5)
    runtime = "generator.styles.grpc.runtime"
    shown = "generator.styles.grpc.shown"
    vocabulary = VOCABULARY

    def bind(self, api: Api, ledger: Ledger, problems: Problems) -> GrpcBinding:
        """Decide the .proto."""
        return bind(api, ledger, problems)

    def emit(self, api: Api, binding: GrpcBinding) -> Iterable[File]:
        """The .proto below its package's folders, its descriptor, and the Python files.

        ``grpc/`` is the proto root: ``buf lint`` and ``protoc -I`` take it as it is.
        """
        text = proto_text(binding)
        yield File(path=f"{FOLDER}/{binding.path}", content=text)
        yield File(path=f"{FOLDER}/{DESCRIPTOR}", content=descriptor_set(binding.path, text))
        yield from python_files(api, binding)

    def documents(self, api: Api, binding: GrpcBinding) -> Iterable[File]:  # noqa: ARG002
        """Nothing: the descriptor is made from the .proto, so both go with the code."""
        return ()

    def describe(self, api: Api, binding: GrpcBinding, load: Load) -> Description:  # noqa: ARG002
        """What the README says of it."""
        from generator.styles.grpc.description import describe

        return describe(binding, load)

    def verify(self, api: Api, files: Mapping[str, bytes], problems: Problems) -> None:  # noqa: ARG002
        """Build the messages from the descriptor that protoc made of the emitted .proto."""
        proto, text = next(item for item in files.items() if item[0].endswith(".proto"))
        path = proto.removeprefix(f"{FOLDER}/")
        compiled = descriptor_set(path, text)
        if compiled != files[f"{FOLDER}/{DESCRIPTOR}"]:
            raise AssertionError(f"{DESCRIPTOR} was not made from {proto}")
        pool = DescriptorPool()
        for file in FileDescriptorSet.FromString(compiled).file:
            pool.AddSerializedFile(file.SerializeToString())
        pool.FindFileByName(path)

    def has_numbers(self, files: Mapping[str, bytes]) -> bool:
        """Whether a field or an enum has one."""
        return has_numbers(files.get(f"{FOLDER}/{DESCRIPTOR}", b""))
