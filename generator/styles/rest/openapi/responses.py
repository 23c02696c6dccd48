"""Writes the responses of an operation: explicit statuses, each with its headers and bodies."""

from collections import defaultdict

from generator.emit.http_headers import fixed_headers
from generator.model import Api, Example, JsonObject
from generator.styles.rest.binding import Place, RestBinding, RestError, RestOperation
from generator.styles.rest.conditional import (
    is_guarded,
    must_be_conditional,
    returns_tagged,
)
from generator.styles.rest.methods import SAFE
from generator.styles.rest.openapi.links import links
from generator.styles.rest.openapi.parts import example, filled, header
from generator.styles.rest.openapi.schemas import Schemas, reference
from generator.styles.rest.openapi.streams import StreamWriter, has_item_schema
from generator.styles.rest.raw import gives_file, is_carried
from generator.styles.rest.runtime.problem import PROBLEM
from generator.styles.rest.runtime.route import JSON, MERGE_PATCH
from generator.styles.rest.runtime.status import PHRASES

_TEXT: JsonObject = {"type": "string"}
# OpenAPI 3.1 could leave the schema out, but most generators then take the body for none.
BINARY_SCHEMA: JsonObject = {"type": "string", "format": "binary"}

_DESCRIPTIONS = {
    400: "The input breaks the contract; `errors` lists every place.",
    401: "The caller did not say who it is.",
    403: "The caller may not do this.",
    404: "There is no such resource.",
    406: "No representation is one that the request accepts.",
    409: "A call with this `Idempotency-Key` is still running.",
    412: "The resource has changed meanwhile.",
    413: "The body is too large.",
    415: "The body is of another media type.",
    416: "The range that is asked for is not in the file.",
    422: "This `Idempotency-Key` has been used with another input.",
    426: "Only a WebSocket is here.",
    428: "The request must say which version it is based on, with `If-Match`.",
    500: "The server failed.",
    501: "The server does not offer this.",
    503: "The server cannot answer at present.",
    504: "The caller's time was up.",
}
_SUCCESS = {
    101: "The connection becomes a WebSocket. Each frame is text, one envelope: "
    '`{"item": …}`, at last `{"end": true}` or `{"error": problem}`. '
    "`x-websocket` describes the items of client and server.",
    200: "Success.",
    201: "Created.",
    202: "Accepted.",
    204: "Success, with nothing to return.",
}


class ResponseWriter:
    """The responses of one document; those that many operations share stand in one place."""

    def __init__(self, api: Api, binding: RestBinding, schemas: Schemas) -> None:
        self._api = api
        self._binding = binding
        self._schemas = schemas
        self._streams = StreamWriter(schemas, itemized=has_item_schema(binding))
        self._errors = {error.name: error for error in binding.errors}
        self._shared: set[int] = set()

    def write(self, bound: RestOperation) -> JsonObject:
        """All responses of an operation, by status."""
        responses = {bound.status: self._success(bound)}
        if bound.method in SAFE and returns_tagged(self._api, bound.operation):
            responses[304] = _UNCHANGED
        if bound.method == "GET" and gives_file(bound.operation):
            responses[206] = {
                "description": "The part that `Range` asks for, where it is in store.",
                "headers": {"Content-Range": header("Which part it is.", _TEXT)},
                "content": self._content(bound),
            }
            responses[304] = _UNCHANGED
        declared: dict[int, list[RestError]] = defaultdict(list)
        for name in bound.operation.errors:
            declared[self._errors[name].status].append(self._errors[name])
        for status in {*declared, *self._built_in(bound)}:
            if status in declared:
                shared = status in self._built_in(bound) and status != 404
                responses[status] = self._failure(bound, status, declared[status], shared=shared)
            else:
                self._shared.add(status)
                responses[status] = {"$ref": f"#/components/responses/{_name(status)}"}
        return {str(status): responses[status] for status in sorted(responses)}

    def shared(self) -> JsonObject:
        """The responses that the operations written so far refer to."""
        return {_name(status): self._plain_failure(status) for status in sorted(self._shared)}

    def _success(self, bound: RestOperation) -> JsonObject:
        description = _SUCCESS.get(bound.status, "Success.")
        return {
            "description": description,
            **filled(
                headers=self._headers(bound),
                content={} if bound.status in {101, 204} else self._content(bound),
                links=links(self._api, self._binding, bound),
            ),
            **self._streams.socket(bound),
        }

    def _content(self, bound: RestOperation) -> JsonObject:
        operation = bound.operation
        if operation.output is None:
            return {}
        if operation.body_out is not None:
            return {operation.body_out.media_type: {"schema": BINARY_SCHEMA}}
        if operation.stream_output:
            closes = bound.stream_end == "close"
            return self._streams.given(operation.output, closes=closes)
        schema = self._schemas.finished(self._schemas.writer.type(operation.output))
        examples = {
            e.name: example(e.output, e.description)
            for e in operation.examples
            if e.output is not None
        }
        media = {"schema": schema, **filled(examples=examples)}
        return {media_type(name): media for name in self._binding.formats}

    def _headers(self, bound: RestOperation) -> JsonObject:
        operation = bound.operation
        headers: JsonObject = {}
        if bound.location is not None:
            what = "Where the new resource is."
            headers["Location"] = header(what, {"type": "string", "format": "uri-reference"})
        if bound.next_page is not None:
            what = 'The next page, as `<…>; rel="next"` (RFC 8288); absent on the last one.'
            headers["Link"] = header(what, _TEXT)
        if returns_tagged(self._api, operation):
            headers["ETag"] = _ETAG
        names = {"cache-control": "Cache-Control", "deprecation": "Deprecation", "sunset": "Sunset"}
        for name in fixed_headers(operation):
            if operation.stream_output and name == "cache-control":
                continue  # no cache keeps a stream
            headers[names[name]] = header(_FIXED[name], _TEXT)
        if len(self._binding.formats) > 1 and operation.output is not None:
            headers["Vary"] = header("What the representation depends on.", _TEXT)
        return headers

    def _built_in(self, bound: RestOperation) -> set[int]:
        """The statuses that an operation can answer with beside the declared errors'."""
        operation = bound.operation
        statuses = {400, 500, 503, 504}
        if operation.auth:
            statuses |= {401, 403}
        if bound.at(Place.PATH):
            statuses.add(404)
        if operation.output is not None:
            statuses.add(406)
        if bound.body is not None or operation.stream_input is not None:
            statuses |= {413, 415}
        if not is_carried(operation):
            statuses.add(501)
        elif bound.method == "GET" and gives_file(operation):
            statuses |= {412, 416}
        if bound.status == 101:
            statuses = statuses - {406, 413, 415} | {403, 426}
        reads = bound.method in SAFE and returns_tagged(self._api, operation)
        if reads or is_guarded(self._api, operation):
            statuses.add(412)
        if must_be_conditional(self._api, operation):
            statuses.add(428)
        if operation.keyed:
            statuses |= {409, 422}
        return statuses

    def _failure(
        self, bound: RestOperation, status: int, declared: list[RestError], *, shared: bool
    ) -> JsonObject:
        """A status of declared errors; ``shared``: HTTP's own problems have it too."""
        names = [error.name for error in declared] + ([self._schemas.problem] if shared else [])
        refs = [{"$ref": reference(name)} for name in names]
        schema = refs[0] if len(refs) == 1 else {"anyOf": refs}
        texts = [
            self._api.errors[error.name].description or f"{error.title}." for error in declared
        ]
        if shared:
            texts.append(_DESCRIPTIONS[status])
        by_name = {error.name: error for error in declared}
        examples = {
            e.name: self._error_example(by_name[e.error], e)
            for e in bound.operation.examples
            if e.error in by_name
        }
        return {
            "description": "\n\n".join(texts),
            **filled(headers=_failure_headers(status, bound)),
            "content": {PROBLEM: {"schema": schema, **filled(examples=examples)}},
        }

    def _error_example(self, error: RestError, written: Example) -> JsonObject:
        fields = written.error_fields if isinstance(written.error_fields, dict) else {}
        document: JsonObject = {
            "type": error.uri,
            "title": error.title,
            "status": error.status,
            "code": self._api.errors[error.name].code.value,
            "error": error.name,
        }
        return example(document | fields, written.description)

    def _plain_failure(self, status: int) -> JsonObject:
        return {
            "description": _DESCRIPTIONS.get(status, PHRASES[status]),
            **filled(headers=_failure_headers(status, None)),
            "content": {PROBLEM: {"schema": {"$ref": reference(self._schemas.problem)}}},
        }


_ETAG = header("The version of the representation (RFC 9110 §8.8.3).", _TEXT)
_UNCHANGED: JsonObject = {
    "description": "The caller has the current representation already.",
    "headers": {"ETag": _ETAG},
}
_FIXED = {
    "cache-control": "How long the response may be kept (RFC 9111).",
    "deprecation": "Since when this operation is deprecated (RFC 9745).",
    "sunset": "When this operation ends (RFC 8594).",
}


def media_type(name: str) -> str:
    """The media type of a format: ``json``, ``xml``."""
    return f"application/{name}"


def _name(status: int) -> str:
    return "".join(word.capitalize() for word in PHRASES[status].split())


def _failure_headers(status: int, bound: RestOperation | None) -> JsonObject:
    match status:
        case 426:
            return {"Upgrade": header("What would do: `websocket`.", _TEXT)}
        case 401:
            return {"WWW-Authenticate": header("How to say who one is.", _TEXT)}
        case 415:
            patch = bound is not None and bound.body is not None and bound.body.patch
            name = "Accept-Patch" if patch else "Accept"
            return {name: header(f"What the body may be: {JSON}, or {MERGE_PATCH}.", _TEXT)}
        case 409 | 429 | 503:
            seconds = {"type": "integer", "minimum": 0}
            return {"Retry-After": header("After how many seconds to try again.", seconds)}
        case _:
            return {}
