"""MCP as a style: what the rest of the program may ask of it."""

from collections.abc import Iterable, Mapping

from generator.contract.language.vocabulary import Vocabulary
from generator.diagnostics import Problems
from generator.emit.python.module import Emitted
from generator.formats.format import AnyFormat, Described
from generator.formats.output_tree import File
from generator.model import Api, Operation
from generator.styles.mcp.bind import STYLE, TOOL_NAME, bind
from generator.styles.mcp.binding import McpBinding
from generator.styles.mcp.files import python_files
from generator.styles.mcp.verify import verify_document
from generator.styles.route import Route, one_place
from generator.styles.style import Description, Facts, Hosting, Importer

_NAME = {
    "type": "string",
    "pattern": f"^{TOOL_NAME}$",
    "description": "The tool's name; without it the operation's name in snake_case.",
}
_TITLE = {"type": "string", "minLength": 1, "description": "What people are shown."}
_DESCRIPTION = {
    "type": "string",
    "minLength": 1,
    "description": "What agents read; without it the operation's own description.",
}
_ONLY = {
    "type": "array",
    "items": {"type": "string"},
    "uniqueItems": True,
    "description": "The operations that are tools; without it all are.",
}
_DOCUMENT = "mcp/tools.json"


class McpStyle:
    """The methods of the ``Style`` protocol; it has no state."""

    name = STYLE
    title = "MCP"
    rank = 6
    hosting = Hosting(
        kind="asgi", mount="/mcp", document="tools.json", default_port=8080, stdio=True
    )
    runtime = "generator.styles.mcp.runtime"
    shown = "generator.styles.mcp.shown"
    breaks = "generator.styles.mcp.breaks"
    formats: tuple[AnyFormat, ...] = ()
    vocabulary = Vocabulary(
        contract={
            "description": "Which operations are tools for agents.",
            "type": "object",
            "properties": {"only": _ONLY},
            "patternProperties": {"^x-": {}},
            "additionalProperties": False,
        },
        operation={
            "description": "How this operation is a tool for agents; false: it is none.",
            "oneOf": [
                {"const": False},
                _NAME,
                {
                    "type": "object",
                    "properties": {"name": _NAME, "title": _TITLE, "description": _DESCRIPTION},
                    "patternProperties": {"^x-": {}},
                    "additionalProperties": False,
                },
            ],
        },
    )

    def bind(self, api: Api, described: Described, problems: Problems) -> McpBinding:
        """Choose the tools, and name them."""
        return bind(api, problems)

    def emit(self, api: Api, binding: McpBinding) -> Iterable[Emitted]:
        """The Python files, and the tools, which a server reads when it is asked for them."""
        from generator.styles.mcp.tools import tools_document

        yield from python_files(api, binding)
        yield File(path=_DOCUMENT, content=tools_document(api, binding))

    def documents(self, api: Api, binding: McpBinding) -> Iterable[File]:
        """None: what describes the tools is what the server answers with."""
        return ()

    def facts(self, api: Api, binding: McpBinding, operation: Operation) -> Facts:
        """What travelling so means for an operation and its callers."""
        from generator.styles.mcp.facts import facts

        return facts(api, binding, operation)

    def routes(self, api: Api, binding: McpBinding) -> Iterable[Route]:
        """One: the body says which tool is called."""
        events = any(tool.collected for tool in binding.tools)
        return one_place((tool.operation for tool in binding.tools), gives_stream=events)

    def describe(self, api: Api, binding: McpBinding, load: Importer) -> Description:
        """What the README says of it."""
        from generator.styles.mcp.description import describe

        return describe(api, binding, load)

    def verify(self, api: Api, files: Mapping[str, bytes], problems: Problems) -> None:
        """Check the schemas of the tools against JSON Schema's own."""
        verify_document(files[_DOCUMENT])
