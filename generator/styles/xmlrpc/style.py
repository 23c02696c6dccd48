"""XML-RPC as a style: what the rest of the program may ask of it."""

from collections.abc import Iterable, Mapping

from generator.contract.language.vocabulary import Vocabulary
from generator.diagnostics import Problems
from generator.emit.python.module import Emitted
from generator.formats.format import AnyFormat, Described
from generator.formats.output_tree import File
from generator.model import Api, Operation
from generator.styles.route import Route, one_place
from generator.styles.style import Description, Facts, Hosting, Importer
from generator.styles.xmlrpc.bind import METHOD_NAME, STYLE, bind
from generator.styles.xmlrpc.binding import XmlRpcBinding
from generator.styles.xmlrpc.files import DOCUMENT, python_files

_METHOD = {
    "type": "string",
    "pattern": f"^(?!system\\.){METHOD_NAME}$",
    "description": "The method's name; without it the operation's name in lowerCamel.",
}


class XmlRpcStyle:
    """The methods of the ``Style`` protocol; it has no state.

    A fault's number follows from its canonical code, so there is no number to keep.
    """

    name = STYLE
    title = "XML-RPC"
    rank = 5
    hosting = Hosting(kind="asgi", mount="/xmlrpc", document=DOCUMENT, default_port=8080)
    runtime = "generator.styles.xmlrpc.runtime"
    shown = "generator.styles.xmlrpc.shown"
    breaks = "generator.styles.xmlrpc.breaks"
    formats: tuple[AnyFormat, ...] = ()
    vocabulary = Vocabulary(
        operation={
            "description": "How this operation travels over XML-RPC.",
            "oneOf": [
                _METHOD,
                {
                    "type": "object",
                    "properties": {"method": _METHOD},
                    "patternProperties": {"^x-": {}},
                    "additionalProperties": False,
                },
            ],
        }
    )

    def bind(self, api: Api, described: Described, problems: Problems) -> XmlRpcBinding:
        """Name the methods and order their parameters."""
        return bind(api, problems)

    def emit(self, api: Api, binding: XmlRpcBinding) -> Iterable[Emitted]:
        """The Python files."""
        return python_files(api, binding)

    def documents(self, api: Api, binding: XmlRpcBinding) -> Iterable[File]:
        """What a server tells about its methods, which it reads when it is asked."""
        from generator.styles.xmlrpc.introspection import document

        yield File(path=f"{STYLE}/{DOCUMENT}", content=document(api, binding))

    def facts(self, api: Api, binding: XmlRpcBinding, operation: Operation) -> Facts:
        """What travelling so means for an operation and its callers."""
        from generator.styles.xmlrpc.facts import facts

        return facts(binding, operation)

    def routes(self, api: Api, binding: XmlRpcBinding) -> Iterable[Route]:
        """One: the body says what is called."""
        return one_place(method.operation for method in binding.methods if method.offered)

    def describe(self, api: Api, binding: XmlRpcBinding, load: Importer) -> Description:
        """What the README says of it."""
        from generator.styles.xmlrpc.description import describe

        return describe(binding, load)

    def verify(self, api: Api, files: Mapping[str, bytes], problems: Problems) -> None:
        """There is no tool that checks introspection."""
