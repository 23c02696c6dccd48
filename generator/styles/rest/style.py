"""REST as a style: what the rest of the program may ask of it."""

from collections.abc import Iterable, Mapping

from generator.diagnostics import Problems
from generator.emit.python.module import Emitted
from generator.formats.format import AnyFormat, Described
from generator.formats.output_tree import File
from generator.formats.text import TEXT
from generator.formats.xml import XML
from generator.model import Api, Operation
from generator.styles.rest.bind import STYLE, bind
from generator.styles.rest.binding import RestBinding
from generator.styles.rest.facts import facts
from generator.styles.rest.files import python_files
from generator.styles.rest.verify import verify_document
from generator.styles.rest.vocabulary import VOCABULARY
from generator.styles.route import Route
from generator.styles.style import Description, Facts, Hosting, Importer

_DOCUMENT = "rest/openapi.yaml"


class RestStyle:
    """The methods of the ``Style`` protocol; it has no state."""

    name = STYLE
    title = "REST"
    rank = 1
    hosting = Hosting(kind="asgi", mount="", document="openapi.yaml", default_port=8000)
    runtime = "generator.styles.rest.runtime"
    shown = "generator.styles.rest.shown"
    breaks = "generator.styles.rest.breaks"
    formats: tuple[AnyFormat, ...] = (TEXT, XML)
    vocabulary = VOCABULARY

    def bind(self, api: Api, described: Described, problems: Problems) -> RestBinding:
        """Give every operation its method, path and status, and every input its place."""
        return bind(api, problems)

    def emit(self, api: Api, binding: RestBinding) -> Iterable[Emitted]:
        """The Python files."""
        return python_files(api, binding)

    def documents(self, api: Api, binding: RestBinding) -> Iterable[File]:
        """The OpenAPI document."""
        from generator.styles.rest.openapi import openapi_document

        yield File(path=_DOCUMENT, content=openapi_document(api, binding))

    def routes(self, api: Api, binding: RestBinding) -> Iterable[Route]:
        """A method and a path for each operation."""
        from generator.styles.rest.routes import routes

        return routes(api, binding)

    def facts(self, api: Api, binding: RestBinding, operation: Operation) -> Facts:
        """What travelling so means for an operation and its callers."""
        return facts(api, binding, operation)

    def describe(self, api: Api, binding: RestBinding, load: Importer) -> Description:
        """What the README says of it."""
        from generator.styles.rest.description import describe

        return describe(api, binding, load)

    def verify(self, api: Api, files: Mapping[str, bytes], problems: Problems) -> None:
        """Check the OpenAPI document with openapi-spec-validator."""
        verify_document(files[_DOCUMENT])
