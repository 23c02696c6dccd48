"""Writes the schemas of the document: types, declared errors, and the problem they share."""

from collections.abc import Iterator
from functools import cached_property

from generator.formats.json.schema import SchemaWriter, definitions
from generator.model import Api, ErrorType, JsonObject, Operation, TypeRef
from generator.styles.rest.binding import RestBinding, RestBody
from generator.styles.rest.openapi.decimals import narrowed
from generator.styles.rest.openapi.formats import portable
from generator.styles.rest.openapi.walk import changed
from generator.styles.rest.openapi.xml import wrapped

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
        self._bodies: JsonObject = {}
        self._taken = {*api.types, *api.errors}
        self.problem = self._free("Problem", "HttpProblem", "RestProblem")
        self._violation = self._free("Violation", "HttpViolation", "RestViolation")

    def finished(self, schema: JsonObject) -> JsonObject:
        """A schema of the model with what only OpenAPI's readers need to know."""
        schema = changed(changed(schema, narrowed), portable)
        return changed(schema, wrapped) if self._with_xml else schema

    def body(self, operation: Operation, body: RestBody) -> JsonObject:
        """A reference to the schema of a request's body, which has a name of its own.

        Generators name a schema that has none, and each time that they meet it anew.
        """
        record = self._api.types[operation.request]
        if body.whole:
            schema = self.writer.field(body.fields[0], input=True)
            if list(schema) == ["$ref"]:
                return schema
        elif len(body.fields) == len(getattr(record, "fields", ())):
            return {"$ref": reference(operation.request)}
        else:
            what = f"The body of a request for {operation.name.pascal}."
            schema = {"description": what, **self.writer.object(body.fields, input=True)}
        pascal = operation.name.pascal
        name = self._free(f"{pascal}Body", f"{pascal}RequestBody", f"{pascal}HttpBody")
        self._bodies[name] = self.finished(schema)
        return {"$ref": reference(name)}

    def stream(self, item: TypeRef, form: str) -> JsonObject:
        """The Media Type Object of a stream of items; ``form`` says how one is written.

        OpenAPI 3.1 has no words for the items of a stream: the schema of one as that of the body
        would say that the whole body is one.
        """
        schema = self.item(item)
        shown = schema.get("$ref", "").removeprefix(_PREFIX) or schema.get("type", "any value")
        return {
            "schema": {
                "description": f"A stream of {shown}: {form}. `x-item-schema` describes an item.",
                "type": "string",
                "x-item-schema": schema,
            }
        }

    def item(self, item: TypeRef) -> JsonObject:
        """The schema of one item of a stream."""
        return self.finished(self.writer.type(item))

    def _free(self, *names: str) -> str:
        """The first of these names that nothing else in the document has; it is taken now."""
        name = next(name for name in (*names, f"{names[0]}_") if name not in self._taken)
        self._taken.add(name)
        return name

    def used(self, *parts: object) -> JsonObject:
        """The definitions that these parts of the document mention, and what they mention."""
        todo = [name for part in parts for name in _mentions(part)]
        known = self._all | self._bodies
        used: set[str] = set()
        while todo:
            name = todo.pop()
            if name not in used:
                used.add(name)
                todo += _mentions(known[name])
        return {name: schema for name, schema in known.items() if name in used}

    @cached_property
    def _all(self) -> JsonObject:
        schemas = {name: self.finished(s) for name, s in definitions(self.writer).items()}
        for error in self._api.errors.values():
            schemas[error.name] = self._declared(error, schemas[error.name])
        problem = {**_PROBLEM, "properties": {**_MEMBERS, "errors": self._violations()}}
        return {**schemas, self.problem: problem, self._violation: _VIOLATION}

    def _violations(self) -> JsonObject:
        return {
            "description": "Everything that is wrong with the input.",
            "type": "array",
            "items": {"$ref": reference(self._violation)},
        }

    def _declared(self, error: ErrorType, fields: JsonObject) -> JsonObject:
        """A declared error: a problem that says which it is, with its fields beside.

        Flat, not ``allOf``: some generators leave out a response that is put together so.
        """
        bound = self._errors[error.name]
        constants = {
            "type": {**_MEMBERS["type"], "const": bound.uri},
            "status": {**_MEMBERS["status"], "const": bound.status},
            "code": {**_MEMBERS["code"], "const": error.code.value},
            "error": {"description": "Which declared error it is.", "type": "string"},
        }
        constants["error"]["const"] = error.name
        return {
            **fields,
            "properties": {**_MEMBERS, **constants, **fields["properties"]},
            "required": [*_PROBLEM["required"], "error", *fields.get("required", ())],
        }


_MEMBERS: JsonObject = {
    "type": {
        "description": "What kind of problem it is; about:blank when the status says it all.",
        "type": "string",
        "format": "uri",
    },
    "title": {"description": "The kind of problem, for people.", "type": "string"},
    "status": {"description": "The HTTP status.", "type": "integer"},
    "detail": {"description": "What happened this time, for people.", "type": "string"},
    "code": {"description": "The canonical code, the same in every style.", "type": "string"},
}
_PROBLEM: JsonObject = {
    "description": "What went wrong (RFC 9457).",
    "type": "object",
    "required": ["type", "title", "status", "code"],
}
_VIOLATION: JsonObject = {
    "description": "One thing that is wrong with the input.",
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
        "detail": {"description": "What is wrong there, for people.", "type": "string"},
    },
    "required": ["detail"],
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
