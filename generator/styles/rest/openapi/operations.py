"""Writes one operation: parameters, body, responses, who may call it."""

import dataclasses

from generator.emit.security import requirements
from generator.model import Api, Field, JsonObject, Operation
from generator.runtime.idempotency.header import BARE, LONGEST, QUOTED
from generator.styles.rest.binding import Place, RestBinding, RestOperation, RestParameter
from generator.styles.rest.conditional import (
    is_guarded,
    must_be_conditional,
    returns_tagged,
)
from generator.styles.rest.fit import may_be_left_out
from generator.styles.rest.methods import QUERY, SAFE
from generator.styles.rest.openapi.parts import example, extensions, filled
from generator.styles.rest.openapi.responses import BINARY_SCHEMA, ResponseWriter, media_type
from generator.styles.rest.openapi.schemas import Schemas
from generator.styles.rest.openapi.streams import StreamWriter, has_item_schema
from generator.styles.rest.openapi.tags import tag
from generator.styles.rest.runtime.route import JSON, MERGE_PATCH


class OperationWriter:
    """The operations of one document."""

    def __init__(
        self, api: Api, binding: RestBinding, schemas: Schemas, responses: ResponseWriter
    ) -> None:
        self._api = api
        self._binding = binding
        self._schemas = schemas
        self._responses = responses
        self._streams = StreamWriter(schemas, itemized=has_item_schema(binding))

    def write(self, bound: RestOperation) -> JsonObject:
        """An Operation Object."""
        operation = bound.operation
        parameters = [self._parameter(operation, p) for p in bound.parameters]
        parameters += self._conditions(operation, bound)
        document = {
            "operationId": operation.name.camel,
            "summary": operation.name.title,
            **filled(
                description=operation.description,
                tags=[tag(self._api, operation)["name"]],
                deprecated=operation.deprecated is not None,
                parameters=parameters,
                requestBody=self._body(bound),
            ),
            "responses": self._responses.write(bound),
        }
        if self._api.auth:
            document["security"] = requirements(operation)
        return document | extensions(operation.extensions)

    def _parameter(self, operation: Operation, parameter: RestParameter) -> JsonObject:
        field = parameter.field
        in_path = parameter.place is Place.PATH
        optional = parameter.place is Place.QUERY and may_be_left_out(self._api, field)
        required = in_path or (field.required and field.default is None and not optional)
        # A URL has no null: a parameter is there or it is not.
        present = dataclasses.replace(field, nullable=False)
        schema = self._schemas.finished(self._schemas.writer.field(present, input=False))
        description = schema.pop("description", "")
        return {
            "name": parameter.name,
            "in": parameter.place.value,
            **filled(
                description=description,
                required=required,
                deprecated=bool(schema.pop("deprecated", False)),
            ),
            "schema": schema,
            **filled(examples=_parameter_examples(operation, field)),
        }

    def _conditions(self, operation: Operation, bound: RestOperation) -> list[JsonObject]:
        """The headers that HTTP itself offers on this operation."""
        headers = []
        reads = bound.method in SAFE and returns_tagged(self._api, operation)
        if reads:
            headers.append(("If-None-Match", "Answer 304 while the ETag is this.", False))
        if reads or is_guarded(self._api, operation):
            what = "Only while the ETag is this; 412 otherwise."
            headers.append(("If-Match", what, must_be_conditional(self._api, operation)))
        written = [
            {
                "name": name,
                "in": "header",
                "description": description,
                **filled(required=required),
                "schema": {"type": "string"},
            }
            for name, description, required in headers
        ]
        if operation.keyed:
            written.append(_IDEMPOTENCY_KEY)
        return written

    def _body(self, bound: RestOperation) -> JsonObject:
        operation = bound.operation
        body = bound.body
        required = body is not None and (body.required or bound.method == QUERY)
        if body is not None and body.media_type is not None:
            content = {body.media_type: {"schema": BINARY_SCHEMA}}
            return {**filled(required=required), "content": content}
        if operation.stream_input is not None:
            if operation.stream_output:
                return {}
            return {"required": True, "content": self._streams.taken(operation.stream_input)}
        if body is None:
            return {}
        media = {
            "schema": self._schemas.body(operation, body),
            **filled(examples=_body_examples(bound)),
        }
        media_types = [media_type(name) for name in self._binding.formats]
        if body.patch:
            media_types = [MERGE_PATCH, JSON, *media_types[1:]]
        return {
            **filled(required=required),
            "content": dict.fromkeys(media_types, media),
        }


_IDEMPOTENCY_KEY: JsonObject = {
    "name": "Idempotency-Key",
    "in": "header",
    "description": "The same for every attempt at one call, so that it happens once: 409 while the "
    "first one runs, 422 with another input. Best a UUID; quotes are optional.",
    "schema": {"type": "string", "maxLength": LONGEST, "pattern": f"^(?:{QUOTED}|{BARE})$"},
}


def _parameter_examples(operation: Operation, field: Field) -> JsonObject:
    return {
        e.name: example(e.input[field.json_name], e.description)
        for e in operation.examples
        if isinstance(e.input, dict) and field.json_name in e.input
    }


def _body_examples(bound: RestOperation) -> JsonObject:
    body = bound.body
    assert body is not None
    found: JsonObject = {}
    for e in bound.operation.examples:
        if not isinstance(e.input, dict):
            continue
        members = {f.json_name: e.input[f.json_name] for f in body.fields if f.json_name in e.input}
        if body.whole:
            if members:
                found[e.name] = example(members[body.fields[0].json_name], e.description)
        else:
            found[e.name] = example(members, e.description)
    return found
