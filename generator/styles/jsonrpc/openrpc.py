"""Turns a binding into the OpenRPC 1.4 document that `rpc.discover` answers with."""

import json
from collections import defaultdict
from typing import Any

from generator.emit.method_names import is_required
from generator.emit.security import requirements, security_schemes
from generator.emit.servers import variables
from generator.formats.json.schema import SchemaWriter, definitions
from generator.formats.json.schema.writer import plain
from generator.formats.notice import EXTENSION, notice
from generator.kinds import BYTES
from generator.model import (
    Api,
    Code,
    ErrorType,
    Example,
    Field,
    JsonObject,
    Mapping,
    NamedRef,
    Operation,
    Record,
    RecordOrigin,
    Server,
    to_json,
)
from generator.naming import Name
from generator.runtime.rpc_codes import NUMBERS
from generator.styles.jsonrpc.binding import (
    CONTENT,
    NOTIFICATIONS,
    RESPONSES,
    JsonRpcBinding,
    JsonRpcMethod,
)
from generator.styles.jsonrpc.schemas import component, draft7

VERSION = "1.4.1"
_NO_STREAMS = (
    "A client's stream is not offered over JSON-RPC: a call answers `unimplemented` (-32601)."
)
_EVENTS = {
    NOTIFICATIONS: "Answers with `text/event-stream`: a `notification` for each item, in its "
    "`params`, at last a `response`, or an `error`. `x-item-schema` describes an item.",
    RESPONSES: "Answers with `text/event-stream`: a response for each item, all with the id of the "
    "call. The stream ends with the HTTP response.",
}


def openrpc_document(api: Api, binding: JsonRpcBinding) -> bytes:
    """The document as JSON text."""
    document = _Document(api).build(binding)
    return (json.dumps(document, indent=2, ensure_ascii=True) + "\n").encode()


def error_message(error: ErrorType) -> str:
    """One sentence that says what a declared error means."""
    lines = error.description.strip().splitlines()
    return lines[0] if lines else f"{Name.parse(error.name).title}."


class _Document:
    def __init__(self, api: Api) -> None:
        self._api = api
        self._schemas = SchemaWriter(api=api, ref=component, extensions=True)

    def build(self, binding: JsonRpcBinding) -> JsonObject:
        """The whole document; what a contract does not say is left out."""
        api = self._api
        servers = [_server(name, server) for name, server in api.servers.items()]
        document = {
            **_filled(openrpc=VERSION, info=self._info(), servers=servers),
            EXTENSION: notice(api),
            # Needed even where there are none: a contract may hold what others import.
            "methods": [self._method(method) for method in binding.methods],
            "components": _filled(
                schemas=self._definitions(),
                errors={name: self._error(error) for name, error in api.errors.items()},
                tags=self._tags(),
            ),
            **_filled(**{"x-securitySchemes": security_schemes(api)}),
        }
        return document | _extensions(api.extensions)

    def _info(self) -> JsonObject:
        api = self._api
        return _filled(
            title=api.title,
            version=api.version,
            description=api.description,
            contact=_only(api.contact, "name", "email", "url"),
            license=_only(api.license, "name", "url"),
        )

    def _definitions(self) -> JsonObject:
        types = self._api.types
        return {
            name: draft7(schema)
            for name, schema in definitions(self._schemas).items()
            if not _is_request(types.get(name))
        }

    def _tags(self) -> JsonObject:
        return {
            name: _filled(name=name, description=resource.description)
            for name, resource in self._api.resources.items()
        }

    def _method(self, method: JsonRpcMethod) -> JsonObject:
        operation = method.operation
        description = operation.description.strip()
        if not method.offered or method.events:
            note = _EVENTS[method.form] if method.offered else _NO_STREAMS
            description = f"{description}\n\n{note}".strip()
        summary, _, more = description.partition("\n")
        tag = operation.resource
        described = _filled(
            name=method.name,
            summary=summary,
            description=description if more else "",
            tags=[{"$ref": f"#/components/tags/{tag}"}] if tag is not None else [],
            deprecated=operation.deprecated is not None,
            paramStructure="either",
            params=self._params(method),
            result=self._result(method),
            errors=self._errors(operation),
            examples=[
                pairing
                for example in operation.examples
                if (pairing := self._example(method, example)) is not None
            ],
        )
        if method.events and method.form == NOTIFICATIONS:
            assert operation.output is not None
            described["x-item-schema"] = draft7(self._schemas.type(operation.output))
        if self._api.auth:
            described["x-security"] = requirements(operation)
        return described | _extensions(operation.extensions)

    def _params(self, method: JsonRpcMethod) -> list[JsonObject]:
        """The parameters in their positions; a file comes first, whole."""
        params = [self._param(field) for field in method.params]
        if not method.content:
            return params
        schema = draft7(self._schemas.type(BYTES.ref))
        if method.operation.body_in is not None:
            schema["contentMediaType"] = method.operation.body_in.media_type
        return [{"name": CONTENT, "required": True, "schema": schema}, *params]

    def _param(self, field: Field) -> JsonObject:
        described = _filled(
            name=field.json_name,
            description=field.description,
            required=is_required(field),
            deprecated=field.deprecated is not None,
        )
        # An empty schema says something too: any value.
        return described | {"schema": draft7(self._schemas.field(field, input=True))}

    def _result(self, method: JsonRpcMethod) -> JsonObject:
        operation = method.operation
        if operation.output is None or (method.events and method.form == NOTIFICATIONS):
            return {"name": _result_name(operation), "schema": {"type": "null"}}
        schema = self._schemas.type(operation.output)
        if operation.body_out is not None:
            schema["contentMediaType"] = operation.body_out.media_type
        return {"name": _result_name(operation), "schema": draft7(schema)}

    def _errors(self, operation: Operation) -> list[JsonObject]:
        """One entry a number, as OpenRPC asks: errors that share one stand together."""
        by_code: dict[Code, list[str]] = defaultdict(list)
        for name in operation.errors:
            by_code[self._api.errors[name].code].append(name)
        return [
            {"$ref": f"#/components/errors/{names[0]}"}
            if len(names) == 1
            else self._shared_number(code, names)
            for code, names in by_code.items()
        ]

    def _shared_number(self, code: Code, names: list[str]) -> JsonObject:
        messages = [error_message(self._api.errors[name]) for name in names]
        return {
            "code": NUMBERS[code],
            "message": " / ".join(messages),
            "data": {"code": str(code), "error": names},
        }

    def _error(self, error: ErrorType) -> JsonObject:
        data = _filled(
            code=str(error.code),
            error=error.name,
            fields={"$ref": component(error.name)} if error.fields else {},
        )
        return {"code": NUMBERS[error.code], "message": error_message(error), "data": data}

    def _example(self, method: JsonRpcMethod, example: Example) -> JsonObject | None:
        """A pairing; None where the example has no result: without one it is a notification."""
        operation = method.operation
        if example.error is not None or (example.output is None and operation.output is not None):
            return None
        values = example.input if isinstance(example.input, dict) else {}
        names = [field.json_name for field in method.params if field.json_name in values]
        return {
            "name": example.name,
            **_filled(description=example.description),
            "params": [{"name": name, "value": plain(values[name])} for name in names],
            "result": {"name": _result_name(operation), "value": plain(example.output)},
        }


def _result_name(operation: Operation) -> str:
    match operation.output:
        case NamedRef(name=name):
            return Name.parse(name).camel
        case _:
            return "result"


def _is_request(type_def: object) -> bool:
    return isinstance(type_def, Record) and type_def.origin is RecordOrigin.REQUEST


def _filled(**members: Any) -> JsonObject:
    """The members that say something; an empty list of parameters does."""
    empty: tuple[Any, ...] = (None, "", [], {}, False)
    return {
        name: value for name, value in members.items() if name == "params" or value not in empty
    }


def _only(values: Any, *names: str) -> JsonObject:
    return {name: values[name] for name in names if values.get(name)}


def _extensions(extensions: Mapping | None) -> JsonObject:
    return {} if extensions is None else {e.key: plain(to_json(e.value)) for e in extensions}


def _server(name: str, server: Server) -> JsonObject:
    """The meta-schema takes no URL with variables: it gets the defaults, `x-url` the variables."""
    return {
        "name": name,
        "url": f"{server.filled().rstrip('/')}/jsonrpc",
        **_filled(
            description=server.description,
            variables=variables(server),
            **({"x-url": f"{server.url.rstrip('/')}/jsonrpc"} if server.variables else {}),
        ),
    }
