"""REST as a style: what the rest of the program may ask of it."""

from collections.abc import Iterable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

from generator.diagnostics import Problems
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
from generator.styles.shown.exchange import Credentials, Exchange, Load, ask, curl, signed
from generator.styles.style import Facts, Hosting

_DOCUMENT = "rest/openapi.yaml"

if TYPE_CHECKING:
    from generator.styles.shown.replay import Replay, Seen


class RestStyle:
    """The methods of the ``Style`` protocol; it has no state."""

    name = STYLE
    title = "REST"
    rank = 1
    hosting = Hosting(kind="asgi", mount="", default_port=8000)
    runtime = "generator.styles.rest.runtime"
    formats: tuple[AnyFormat, ...] = (TEXT, XML)
    vocabulary = VOCABULARY

    def bind(self, api: Api, described: Described, problems: Problems) -> RestBinding:  # noqa: ARG002
        """Give every operation its method, path and status, and every input its place."""
        return bind(api, problems)

    def emit(self, api: Api, binding: RestBinding) -> Iterable[File]:
        """The Python files."""
        return python_files(api, binding)

    def documents(self, api: Api, binding: RestBinding) -> Iterable[File]:
        """The OpenAPI document."""
        from generator.styles.rest.openapi import openapi_document

        yield File(path=_DOCUMENT, content=openapi_document(api, binding))

    def verify(self, api: Api, files: Mapping[str, bytes], problems: Problems) -> None:  # noqa: ARG002
        """Check the OpenAPI document with openapi-spec-validator."""
        verify_document(files[_DOCUMENT])

    def facts(self, api: Api, binding: RestBinding, operation: Operation) -> Facts:
        """What HTTP tells everybody about an operation."""
        return facts(api, binding, operation)

    def exchange(self, load: Load, service: object) -> Exchange:
        """The emitted app, asked in memory."""
        return partial(ask, load("rest.server").create_app(service))

    def signed(self, request: Any, credentials: Credentials) -> Any:
        """Headers, or the query of the URL."""
        return signed(request, credentials)

    def command(self, target: str, request: Any) -> str:
        """A call with curl."""
        return curl(target, request)

    def replay(self, target: str, seen: "Seen", in_flight: int) -> "Replay":
        """The same bytes again: calls over HTTP/1.1 share no state."""
        from generator.styles.shown.replay import same_bytes

        return same_bytes(target, seen, in_flight)
