"""Turns a binding into the document of what a server tells about its methods: ``xmlrpc.json``.

``system.listMethods``, ``system.methodHelp`` and ``system.methodSignature`` answer with it.
"""

import json
from typing import assert_never

from generator.emit.method_names import is_required
from generator.formats.notice import EXTENSION, notice
from generator.kinds import Carrier, kind_of
from generator.model import (
    Alias,
    Api,
    Enum,
    Field,
    JsonObject,
    ListRef,
    MapRef,
    NamedRef,
    NullableRef,
    Record,
    ScalarRef,
    TypeRef,
    Union,
)
from generator.styles.xmlrpc.binding import CONTENT, XmlRpcBinding, XmlRpcMethod

# What is said of a value of any type.
_ANY = "undef"
_NOTHING = "string"
_NO_STREAMS = "XML-RPC carries no streams of items: a call answers `unimplemented` (-32601)."
_LARGEST_INT = 2**31 - 1


def document(api: Api, binding: XmlRpcBinding) -> bytes:
    """The document as JSON text."""
    described = {
        "title": api.title,
        "version": api.version,
        EXTENSION: notice(api),
        "methods": {method.name: _method(api, method) for method in binding.methods},
    }
    return (json.dumps(described, indent=2, ensure_ascii=True) + "\n").encode()


def _method(api: Api, method: XmlRpcMethod) -> JsonObject:
    """Help, signatures (of named parameters, then positional ones), names of parameters."""
    operation = method.operation
    notes = [operation.description.strip(), "" if method.offered else _NO_STREAMS]
    result = _NOTHING if operation.output is None else _type(api, operation.output)
    needed = [_field(api, field) for field in method.params if is_required(field)]
    others = [_field(api, field) for field in method.params if not is_required(field)]
    if method.content:
        needed.insert(0, "base64")
    counts = range(len(needed), len(needed) + len(others) + 1)
    positional = [[result, *[*needed, *others][:count]] for count in counts]
    named = [[result, "struct"]] if needed or others else []
    signatures = [*named, *(each for each in positional if each not in named)]
    names = [field.json_name for field in method.params]
    return {
        "help": "\n\n".join(filter(None, notes)),
        "signatures": signatures,
        "params": [CONTENT, *names] if method.content else names,
    }


def _field(api: Api, field: Field) -> str:
    return _type(api, field.type)


def _type(api: Api, type_: TypeRef) -> str:
    """What XML-RPC calls the type of a value as it travels."""
    match type_:
        case NullableRef(item=item):
            return _type(api, item)
        case ListRef():
            return "array"
        case MapRef():
            return "struct"
        case NamedRef(name=name):
            return _declared(api, name)
        case ScalarRef():
            return _scalar(type_)
        case _:
            assert_never(type_)


def _declared(api: Api, name: str) -> str:
    declared = api.types[name]
    match declared:
        case Record() | Union():
            return "struct"
        case Enum():
            return "string"
        case Alias(type=type_):
            return _type(api, type_)
        case _:
            assert_never(declared)


def _scalar(scalar: ScalarRef) -> str:
    kind = kind_of(scalar)
    match kind.carrier:
        case Carrier.BOOL:
            return "boolean"
        case Carrier.INTEGER:
            small = kind.range is not None and kind.range[1] <= _LARGEST_INT
            return "int" if small else "string"
        case Carrier.FLOAT:
            return "double"
        case Carrier.TEXT:
            return "string"
        case Carrier.BYTES:
            return "base64"
        case Carrier.JSON:
            return _ANY
        case _:
            assert_never(kind.carrier)
