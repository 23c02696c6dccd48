"""Describes streams: in OpenAPI 3.2 by the schema of an item, before by a text that says so."""

from generator.model import JsonObject, TypeRef
from generator.runtime.http.streaming.ndjson import LINES
from generator.runtime.http.streaming.sse import EVENTS
from generator.styles.rest.binding import RestBinding, RestOperation
from generator.styles.rest.openapi.schemas import Schemas, reference

_EVENTS = "events (SSE), the data of each is one item as JSON"
_ENVELOPES = 'JSON, one a line: `{"item": …}`, at last `{"end": true}` or `{"error": problem}`'
_LINES = "JSON, one item a line"
_END: JsonObject = {"description": "The stream is whole.", "type": "boolean", "const": True}


class StreamWriter:
    """The Media Type Objects of the streams of one document; itemized: it has ``itemSchema``."""

    def __init__(self, schemas: Schemas, *, itemized: bool) -> None:
        self._schemas = schemas
        self._itemized = itemized

    def given(self, item: TypeRef, *, closes: bool) -> JsonObject:
        """What a server streams; closes: a stream of events has no event for its end."""
        if not self._itemized:
            return {
                EVENTS: self._schemas.stream(item, _EVENTS),
                LINES: self._schemas.stream(item, _ENVELOPES),
            }
        schema = self._schemas.item(item)
        problem = {"$ref": reference(self._schemas.problem)}
        events = [
            _event("One item.", None, schema),
            _event("The stream failed on its way.", "error", problem),
        ]
        if not closes:
            events.append(_event("The stream is whole.", "end", None))
        envelopes = [
            _envelope("One item.", "item", schema),
            _envelope("The last line of a stream that is whole.", "end", _END),
            _envelope("The last line of a stream that failed on its way.", "error", problem),
        ]
        return {
            EVENTS: {"itemSchema": {"anyOf": events}},
            LINES: {"itemSchema": {"oneOf": envelopes}},
        }

    def taken(self, item: TypeRef) -> JsonObject:
        """What a client streams."""
        if not self._itemized:
            return {LINES: self._schemas.stream(item, _LINES)}
        return {LINES: {"itemSchema": self._schemas.item(item)}}

    def socket(self, bound: RestOperation) -> JsonObject:
        """What goes over a WebSocket, for which OpenAPI has no words; {} where none is."""
        takes, gives = bound.operation.stream_input, bound.operation.output
        if bound.status != 101 or takes is None or gives is None:
            return {}
        sides = {"client": self._schemas.item(takes), "server": self._schemas.item(gives)}
        return {"x-websocket": sides}


def _event(description: str, name: str | None, data: JsonObject | None) -> JsonObject:
    """A server-sent event as OpenAPI 3.2 sees it: an object of its fields."""
    fields: JsonObject = {}
    if name is not None:
        fields["event"] = {"type": "string", "const": name}
    if data is None:
        fields["data"] = {"type": "string", "const": ""}
    else:
        fields["data"] = {
            "type": "string",
            "contentMediaType": "application/json",
            "contentSchema": data,
        }
    return {
        "description": description,
        "type": "object",
        "properties": fields,
        "required": list(fields),
    }


def _envelope(description: str, member: str, schema: JsonObject) -> JsonObject:
    return {
        "description": description,
        "type": "object",
        "properties": {member: schema},
        "required": [member],
    }


def has_item_schema(binding: RestBinding) -> bool:
    """Whether the version of the document knows ``itemSchema``."""
    return binding.openapi.startswith("3.2")
