"""Writes the schemas of the document: types, declared errors, and the problem they share."""

from collections.abc import Iterator
from functools import cached_property
from typing import Any

from generator.emit.schema import SchemaWriter, definitions
from generator.model import Api, ErrorType
from generator.styles.rest.binding import RestBinding, RestBody
from generator.styles.rest.openapi.decimals import narrowed
from generator.styles.rest.openapi.walk import changed
from generator.styles.rest.openapi.xml import wrapped

Json = dict[str, Any]

_PREFIX = "#/components/schemas/"


def reference(name: str) -> str:
    """Where a named schema stands in an OpenAPI document."""
    return _PREFIX + name


class Schemas:
    """The schemas of one document."""

    def __init__(self, api: Api, binding: RestBinding) -> None:
        self._api = api
        self._with_xml = "xml" in binding.formats
        self._errors = {error.name: error for error in binding.errors}
        self.writer = SchemaWriter(api=api, ref=reference, extensions=True)
        taken = {*api.types, *api.errors}
        self.problem = next(
            name
            for name in ("Problem", "HttpProblem", "RestProblem", "Problem_")
            if name not in taken
        )

    def finished(self, schema: Json) -> Json:
        """A schema of the model with what only OpenAPI's readers need to know."""
        schema = changed(schema, narrowed)
        return changed(schema, wrapped) if self._with_xml else schema

    def body(self, body: RestBody, request: str) -> Json:
        """The schema of a request's body: the request itself where all of it is in the body."""
        if body.whole:
            return self.finished(self.writer.field(body.fields[0], input=True))
        record = self._api.types[request]
        if len(body.fields) == len(getattr(record, "fields", ())):
            return {"$ref": reference(request)}
        return self.finished(self.writer.object(body.fields, input=True))

    def used(self, *parts: object) -> Json:
        """The definitions that these parts of the document mention, and what they mention."""
        todo = [name for part in parts for name in _mentions(part)]
        used: set[str] = set()
        while todo:
            name = todo.pop()
            if name not in used:
                used.add(name)
                todo += _mentions(self._all[name])
        return {name: schema for name, schema in self._all.items() if name in used}

    @cached_property
    def _all(self) -> Json:
        schemas = {name: self.finished(s) for name, s in definitions(self.writer).items()}
        for error in self._api.errors.values():
            schemas[error.name] = self._declared(error, schemas[error.name])
        return {**schemas, self.problem: _PROBLEM}

    def _declared(self, error: ErrorType, fields: Json) -> Json:
        """A declared error: a problem that names it, with its fields beside."""
        bound = self._errors[error.name]
        constants = {
            "type": {"const": bound.uri},
            "status": {"const": bound.status},
            "code": {"const": error.code.value},
            "error": {"const": error.name},
        }
        own = {
            "type": "object",
            "properties": {**constants, **fields["properties"]},
            "required": ["error", *fields.get("required", ())],
        }
        kept = {k: v for k, v in fields.items() if k not in {"type", "properties", "required"}}
        return {**kept, "allOf": [{"$ref": reference(self.problem)}, own]}


_PROBLEM: Json = {
    "description": "What went wrong (RFC 9457).",
    "type": "object",
    "properties": {
        "type": {
            "description": "What kind of problem it is; about:blank when the status says it all.",
            "type": "string",
            "format": "uri",
        },
        "title": {"description": "The kind of problem, for people.", "type": "string"},
        "status": {"description": "The HTTP status.", "type": "integer"},
        "detail": {"description": "What happened this time, for people.", "type": "string"},
        "code": {
            "description": "The canonical code, the same in every style.",
            "type": "string",
        },
        "errors": {
            "description": "Everything that is wrong with the input.",
            "type": "array",
            "items": {
                "type": "object",
                "properties": {
                    "pointer": {
                        "description": "Where in the body: a JSON Pointer (RFC 6901).",
                        "type": "string",
                    },
                    "parameter": {
                        "description": "Or which parameter of the path, the query or the headers.",
                        "type": "string",
                    },
                    "index": {
                        "description": "Which of the values of a parameter that has several.",
                        "type": "integer",
                        "minimum": 0,
                    },
                    "detail": {"type": "string"},
                },
                "required": ["detail"],
            },
        },
    },
    "required": ["type", "title", "status", "code"],
}


def _mentions(part: object) -> Iterator[str]:
    """The names of all schemas that a part refers to."""
    match part:
        case dict():
            for key, value in part.items():
                if key == "$ref" and isinstance(value, str) and value.startswith(_PREFIX):
                    yield value.removeprefix(_PREFIX)
                else:
                    yield from _mentions(value)
        case list():
            for item in part:
                yield from _mentions(item)
        case _:
            pass
