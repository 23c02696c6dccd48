"""Protobuf as a format: what the rest of the program may ask of it."""

from collections.abc import Iterable, Mapping

from generator.contract.lock.ledger import Ledger
from generator.diagnostics import Problems
from generator.formats.format import AnyFormat
from generator.formats.output_tree import File
from generator.formats.protobuf.describe import describe
from generator.formats.protobuf.file import ProtoFile
from generator.formats.protobuf.proto import proto_text
from generator.model import Api

FOLDER = "proto"
DESCRIPTOR = "descriptor.binpb"


class ProtobufFormat:
    """The methods of the ``Format`` protocol; it has no state."""

    name = "protobuf"
    runtime = "generator.formats.protobuf.runtime"
    formats: tuple[AnyFormat, ...] = ()

    def describe(self, api: Api, ledger: Ledger, problems: Problems) -> ProtoFile:
        """Decide the .proto, with the numbers of the lock."""
        return describe(api, ledger, problems)

    def emit(self, api: Api, described: ProtoFile) -> Iterable[File]:  # noqa: ARG002
        """The .proto below its package's folders, and the descriptor that protoc makes of it.

        ``proto/`` is the proto root: ``buf lint`` and ``protoc -I`` take it as it is.
        """
        from generator.formats.protobuf.compile import descriptor_set

        text = proto_text(described)
        yield File(path=f"{FOLDER}/{described.path}", content=text)
        yield File(path=f"{FOLDER}/{DESCRIPTOR}", content=descriptor_set(described.path, text))

    def verify(self, files: Mapping[str, bytes]) -> None:
        """Build the messages from the descriptor that protoc made of the emitted .proto."""
        from generator.formats.protobuf.compile import descriptor_set, load

        proto, text = next(item for item in files.items() if item[0].endswith(".proto"))
        path = proto.removeprefix(f"{FOLDER}/")
        compiled = descriptor_set(path, text)
        if compiled != files[f"{FOLDER}/{DESCRIPTOR}"]:
            raise AssertionError(f"{DESCRIPTOR} was not made from {proto}")
        load(compiled).FindFileByName(path)

    def has_numbers(self, files: Mapping[str, bytes]) -> bool:
        """Whether a field or an enum has one; earlier versions laid the descriptor elsewhere."""
        from generator.formats.protobuf.compile import has_numbers

        found = (data for path, data in files.items() if path.endswith(f"/{DESCRIPTOR}"))
        return any(map(has_numbers, found))
