"""Connect as a style: what the rest of the program may ask of it."""

from collections.abc import Iterable, Mapping

from generator.contract.language.vocabulary import Vocabulary
from generator.diagnostics import Problems
from generator.emit.python.module import Emitted
from generator.formats.format import AnyFormat, Described
from generator.formats.output_tree import File
from generator.formats.protobuf import PROTOBUF
from generator.formats.protobuf_rpc import PROTOBUF_RPC
from generator.formats.protobuf_rpc.binding import bind
from generator.formats.protojson import PROTOJSON
from generator.model import Api, Operation
from generator.styles.connect.binding import ConnectBinding
from generator.styles.connect.files import python_files
from generator.styles.connect.problems import no_settings
from generator.styles.route import Route
from generator.styles.style import Description, Facts, Hosting, Importer


class ConnectStyle:
    """The methods of the ``Style`` protocol; it has no state, and contracts set nothing in it."""

    name = "connect"
    title = "Connect"
    rank = 4
    hosting = Hosting(kind="asgi", default_port=8080)
    runtime = "generator.styles.connect.runtime"
    shown = "generator.styles.connect.shown"
    breaks = "generator.styles.connect.breaks"
    formats: tuple[AnyFormat, ...] = (PROTOBUF, PROTOBUF_RPC, PROTOJSON)
    vocabulary = Vocabulary()

    def bind(self, api: Api, described: Described, problems: Problems) -> ConnectBinding:
        """Take the rpcs of the .proto; a key of this style anywhere goes into ``problems``."""
        settings = [api.settings]
        settings += [resource.settings for resource in api.resources.values()]
        settings += [error.settings for error in api.errors.values()]
        settings += [operation.settings for operation in api.operations.values()]
        for found in settings:
            if (node := found.get(self.name)) is not None:
                problems.add(no_settings(node.span))
        return bind(api, described.of(PROTOBUF))

    def emit(self, api: Api, binding: ConnectBinding) -> Iterable[Emitted]:
        """The Python files."""
        return python_files(api, binding)

    def documents(self, api: Api, binding: ConnectBinding) -> Iterable[File]:
        """Nothing: the .proto is the format's."""
        return ()

    def facts(self, api: Api, binding: ConnectBinding, operation: Operation) -> Facts:
        """What travelling so means for an operation and its callers."""
        from generator.styles.connect.facts import facts

        return facts(binding, operation)

    def routes(self, api: Api, binding: ConnectBinding) -> Iterable[Route]:
        """The path of each rpc, which GET may ask, too, where it is safe."""
        from generator.styles.connect.routes import routes

        return routes(binding)

    def describe(self, api: Api, binding: ConnectBinding, load: Importer) -> Description:
        """What the README says of it."""
        from generator.styles.connect.description import describe

        return describe(binding, load)

    def verify(self, api: Api, files: Mapping[str, bytes], problems: Problems) -> None:
        """There is nothing to verify but the .proto, which is the format's."""
