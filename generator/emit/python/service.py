"""Turns a contract into service.py: what callers hold, and what implementations derive from."""

import typing
from collections.abc import Sequence
from dataclasses import dataclass

from generator.emit.python.code import (
    Annotation,
    DocText,
    Ident,
    Literal,
    doc,
    ident,
    literal,
    member,
)
from generator.emit.python.docs import method_doc
from generator.emit.python.imports import Imports
from generator.emit.python.layout import call
from generator.emit.python.module import Module
from generator.emit.python.signature import Method, protocol_method
from generator.model import Api

_TYPES = ".types"
# What distinguishes the twins: `AsyncIterator` and `Iterator`.
Prefix = typing.Literal["Async", ""]
_BASE_DOC = """\
What an implementation of {} derives from.

Each method may be a `def` or an `async def`. Those that are left out answer
`unimplemented`, and a server names them when it starts.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class MethodView:
    """A method of the Protocols."""

    head: str  # all of it, up to the colon
    doc: DocText
    operation: Literal


@dataclass(frozen=True, slots=True, kw_only=True)
class ProtocolView:
    """One of the twins."""

    name: Ident
    doc: DocText
    methods: tuple[MethodView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceView:
    """The page: ``service.py``."""

    title: DocText
    imports: Imports
    protocol: Ident
    implementation: Ident
    protocols: tuple[ProtocolView, ProtocolView]
    base: Ident
    base_doc: DocText
    methods: tuple[MethodView, ...]


def service_name(api: Api) -> Ident:
    """``Products``"""
    return ident(api.service.pascal)


def sync_service_name(api: Api) -> Ident:
    """``ProductsSync``"""
    return ident(f"{api.service.pascal}Sync")


def base_name(api: Api) -> Ident:
    """``ProductsService``"""
    return ident(f"{api.service.pascal}Service")


def served(api: Api, imports: Imports, module: str) -> Annotation:
    """The annotation of what a server takes, imported from ``module``."""
    names = [
        imports.declared(module, name)
        for name in (service_name(api), sync_service_name(api), base_name(api))
    ]
    return Annotation(" | ".join(names))


def service_file(api: Api) -> Module:
    """``service.py``"""
    imports = _imports(api)
    methods = [
        protocol_method(api, each, imports, types=_TYPES) for each in api.operations.values()
    ]
    described = api.description or f"{api.title}."
    view = ServiceView(
        title=doc(f"What {api.service.pascal} offers, however it is reached.", indent=0),
        protocol=imports.name("typing", "Protocol"),
        implementation=imports.name("_support", "implementation"),
        protocols=(
            ProtocolView(
                name=service_name(api),
                doc=doc(described, indent=4),
                methods=tuple(_declared(each, imports, prefix="Async") for each in methods),
            ),
            ProtocolView(
                name=sync_service_name(api),
                doc=doc(
                    f"The sync twin of `{api.service.pascal}`: the same methods, as `def`.",
                    indent=4,
                ),
                methods=tuple(_declared(each, imports, prefix="") for each in methods),
            ),
        ),
        base=base_name(api),
        base_doc=doc(_BASE_DOC.format(api.service.pascal), indent=4),
        methods=tuple(_implemented(each, imports) for each in methods),
        imports=imports,
    )
    return Module(path="service.py", template="python/service.py.j2", view=view)


def signatures(api: Api) -> dict[str, str]:
    """The methods that a server implements as ``service.py`` has them, by operation."""
    imports = _imports(api)
    return {
        name: _signature(protocol_method(api, operation, imports, types=_TYPES), imports)
        for name, operation in api.operations.items()
    }


def _signature(method: Method, imports: Imports) -> str:
    define, texts, returns = _parts(method, imports, prefix="Async")
    return _head(f"{define} {method.name}", texts, f" -> {returns}: ...", indent=0)


def _imports(api: Api) -> Imports:
    requests = [api.request(operation) for operation in api.operations.values()]
    names = {member(field.name) for each in requests for field in each.fields}
    incoming = (each.incoming for each in api.operations.values() if each.incoming is not None)
    return Imports.of(api, names | set(map(member, incoming)))


def _declared(method: Method, imports: Imports, *, prefix: Prefix) -> MethodView:
    """A method of a Protocol."""
    define, texts, returns = _parts(method, imports, prefix=prefix)
    return _method(f"{define} {method.name}", method, texts, returns)


def _parts(
    method: Method, imports: Imports, *, prefix: Prefix
) -> tuple[str, list[str], Annotation]:
    """How a method of a Protocol is defined, its parameters, and what it gives back."""
    define, returns = ("async def" if prefix else "def"), method.returns
    if method.operation.stream_output:
        iterator = imports.name("collections.abc", f"{prefix}Iterator")
        define, returns = "def", Annotation(f"{iterator}[{returns}]")
    texts = [parameter.text for parameter in method.parameters]
    if method.incoming is not None:
        iterable = imports.name("collections.abc", f"{prefix}Iterable")
        texts.append(f"{method.incoming.name}: {iterable}[{method.incoming.item}]")
    return define, texts, returns


def _implemented(method: Method, imports: Imports) -> MethodView:
    """One of the base class: `...` is no default of a real method."""
    texts = [parameter.without_stub for parameter in method.parameters]
    if method.incoming is not None:
        incoming = imports.name("_support.streams.incoming", "Incoming")
        texts.append(f"{method.incoming.name}: {incoming}[{method.incoming.item}]")
    returns = _awaitable(method.returns, imports)
    body = method.operation.body_out
    if body is not None and body.chunks:
        returns = Annotation(imports.name("_support.bodies", "FileResult"))
    elif method.operation.stream_output:
        result = imports.name("_support.streams.incoming", "StreamResult")
        returns = Annotation(f"{result}[{method.returns}]")
    return _method(f"def {method.name}", method, texts, returns)


def _method(
    define: str, method: Method, parameters: Sequence[str], returns: Annotation
) -> MethodView:
    return MethodView(
        head=_head(define, parameters, f" -> {returns}:", indent=4),
        doc=method_doc(method.operation),
        operation=literal(method.operation.name.text),
    )


def _head(define: str, parameters: Sequence[str], tail: str, *, indent: int) -> str:
    texts = ["self", "*", *parameters] if parameters else ["self"]
    return call(define, texts, tail, indent=indent)


def _awaitable(returns: Annotation, imports: Imports) -> Annotation:
    """What a method gives back that may be a `def` or an `async def`; None stands last."""
    awaitable = f"{imports.name('collections.abc', 'Awaitable')}[{returns}]"
    pair = (awaitable, returns) if returns == "None" else (returns, awaitable)
    return Annotation(" | ".join(pair))
