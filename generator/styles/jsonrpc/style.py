"""JSON-RPC 2.0 as a style: what the rest of the program may ask of it."""

from collections.abc import Iterable, Mapping

from generator.contract.language.vocabulary import Vocabulary
from generator.diagnostics import Problems
from generator.emit.python.module import Emitted
from generator.formats.format import AnyFormat, Described
from generator.formats.output_tree import File
from generator.model import Api, Operation
from generator.styles.jsonrpc.bind import METHOD_NAME, STYLE, bind
from generator.styles.jsonrpc.binding import FORMS, JsonRpcBinding
from generator.styles.jsonrpc.files import python_files
from generator.styles.jsonrpc.verify import verify_document
from generator.styles.route import Route, one_place
from generator.styles.style import Description, Facts, Hosting, Importer

_METHOD = {
    "type": "string",
    "pattern": f"^(?!rpc\\.){METHOD_NAME}$",
    "description": "The method's name; without it the operation's name in lowerCamel.",
}
_STREAM = {
    "enum": [*FORMS],
    "description": "How each item of a stream travels: as a notification, or as a response.",
}
_DOCUMENT = "jsonrpc/openrpc.json"


class JsonRpcStyle:
    """The methods of the ``Style`` protocol; it has no state.

    An error's number follows from its canonical code, so there is no number to keep.
    """

    name = STYLE
    title = "JSON-RPC"
    rank = 3
    hosting = Hosting(
        kind="asgi", mount="/jsonrpc", document="openrpc.json", default_port=8080, stdio=True
    )
    runtime = "generator.styles.jsonrpc.runtime"
    shown = "generator.styles.jsonrpc.shown"
    breaks = "generator.styles.jsonrpc.breaks"
    formats: tuple[AnyFormat, ...] = ()
    vocabulary = Vocabulary(
        operation={
            "description": "How this operation travels over JSON-RPC.",
            "oneOf": [
                _METHOD,
                {
                    "type": "object",
                    "properties": {"method": _METHOD, "stream": _STREAM},
                    "patternProperties": {"^x-": {}},
                    "additionalProperties": False,
                },
            ],
        }
    )

    def bind(self, api: Api, described: Described, problems: Problems) -> JsonRpcBinding:
        """Name the methods and order their parameters."""
        return bind(api, problems)

    def emit(self, api: Api, binding: JsonRpcBinding) -> Iterable[Emitted]:
        """The Python files."""
        return python_files(api, binding)

    def documents(self, api: Api, binding: JsonRpcBinding) -> Iterable[File]:
        """The OpenRPC document, which a server reads when it is asked for it."""
        from generator.styles.jsonrpc.openrpc import openrpc_document

        yield File(path=_DOCUMENT, content=openrpc_document(api, binding))

    def facts(self, api: Api, binding: JsonRpcBinding, operation: Operation) -> Facts:
        """What travelling so means for an operation and its callers."""
        from generator.styles.jsonrpc.facts import facts

        return facts(binding, operation)

    def routes(self, api: Api, binding: JsonRpcBinding) -> Iterable[Route]:
        """One: the body says what is called."""
        offered = [method for method in binding.methods if method.offered]
        events = any(method.events for method in offered)
        return one_place((method.operation for method in offered), gives_stream=events)

    def describe(self, api: Api, binding: JsonRpcBinding, load: Importer) -> Description:
        """What the README says of it."""
        from generator.styles.jsonrpc.description import describe

        return describe(binding, load)

    def verify(self, api: Api, files: Mapping[str, bytes], problems: Problems) -> None:
        """Check the OpenRPC document against the official meta-schema."""
        verify_document(files[_DOCUMENT])
