"""Turns a contract into calls.py: the methods of its clients, which each style gives a transport.

One view of an operation is rendered twice, sync and async; the two differ in a few words.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from generator.emit.python.code import Annotation, DocText, Ident, Literal, doc, ident, literal
from generator.emit.python.docs import method_doc
from generator.emit.python.imports import Imports
from generator.emit.python.layout import bracketed, call
from generator.emit.python.module import Module
from generator.emit.python.service import service_name, sync_service_name
from generator.emit.python.signature import Method, Pages, Parameter, client_method, constant, pages
from generator.model import Api, FieldRole, Operation

_TYPES = ".types"


@dataclass(frozen=True, slots=True, kw_only=True)
class MethodView:
    """One method: its head without the colon, its docstring and its only statement."""

    head: str
    doc: DocText
    body: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassView:
    """One of the twins."""

    name: Ident
    bases: str
    doc: DocText
    schemes: tuple[Literal, ...]
    methods: tuple[MethodView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CallsView:
    """The page: ``calls.py``."""

    title: DocText
    imports: Imports
    classes: tuple[ClassView, ClassView]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Words:
    """What differs between the twins; ``iterator`` is a name as the module calls it."""

    define: str
    wait: str
    iterator: Ident
    generator: str  # of items: ``Generator[{}, None, None]``
    iterable: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Callable:
    """An operation as a client's method, and the iterator beside it."""

    method: Method
    pages: Pages | None

    @property
    def page_parameters(self) -> tuple[Parameter, ...]:
        """Those of the iterator, which finds the tokens of pages by itself."""
        kept = (p for p in self.method.parameters if p.field.role is not FieldRole.PAGE_TOKEN)
        return tuple(kept)


def client_name(api: Api) -> Ident:
    """``ProductsClient``"""
    return ident(f"{api.service.pascal}Client")


def sync_client_name(api: Api) -> Ident:
    """``ProductsClientSync``"""
    return ident(f"{api.service.pascal}ClientSync")


def calls_file(api: Api) -> Module:
    """``calls.py``"""
    constants = {constant(operation) for operation in api.operations.values()}
    imports = Imports.of(api, constants)
    callables = tuple(_callable(api, each, imports) for each in api.operations.values())
    for each in sorted(constants):
        imports.exactly(".operations", each)
    options = imports.name("_support" if callables else "", "CallOptions")
    iterators = "collections.abc" if any(each.pages for each in callables) else ""
    operations = api.operations.values()
    generators = "collections.abc" if any(each.stream_output for each in operations) else ""
    iterables = "collections.abc" if any(each.stream_input for each in operations) else ""
    service = api.service.pascal
    words = _Words(
        define="async def",
        wait="await ",
        iterator=imports.name(iterators, "AsyncIterator"),
        generator=f"{imports.name(generators, 'AsyncGenerator')}[{{}}, None]",
        iterable=f"{imports.name(iterables, 'AsyncIterable')}[{{0}}] | "
        f"{imports.name(iterables, 'Iterable')}[{{0}}]",
    )
    words_sync = _Words(
        define="def",
        wait="",
        iterator=imports.name(iterators, "Iterator"),
        generator=f"{imports.name(generators, 'Generator')}[{{}}, None, None]",
        iterable=f"{imports.name(iterables, 'Iterable')}[{{}}]",
    )
    base = imports.name("_support.calls", "AsyncCalls")
    base_sync = imports.name("_support.calls", "SyncCalls")
    protocol = imports.declared(".service", service_name(api))
    protocol_sync = imports.declared(".service", sync_service_name(api))
    schemes = tuple(literal(name) for name in api.auth)
    view = CallsView(
        title=doc(f"How {service} is called: what its clients offer in every style.", indent=0),
        classes=(
            ClassView(
                name=client_name(api),
                bases=f"{base}, {protocol}",
                doc=doc(f"Every async client of {service}.", indent=4),
                schemes=schemes,
                methods=_methods(callables, words, options),
            ),
            ClassView(
                name=sync_client_name(api),
                bases=f"{base_sync}, {protocol_sync}",
                doc=doc(f"Every sync client of {service}.", indent=4),
                schemes=schemes,
                methods=_methods(callables, words_sync, options),
            ),
        ),
        imports=imports,
    )
    return Module(path="calls.py", template="python/calls.py.j2", view=view)


def _callable(api: Api, operation: Operation, imports: Imports) -> _Callable:
    return _Callable(
        method=client_method(api, operation, imports, types=_TYPES),
        pages=pages(api, operation, imports, types=_TYPES),
    )


def _methods(
    callables: Sequence[_Callable], words: _Words, options: Ident
) -> tuple[MethodView, ...]:
    views: list[MethodView] = []
    for each in callables:
        views.append(_method(each.method, words, options))
        if each.pages is not None:
            views.append(_iterator(each, each.pages, words, options))
    return tuple(views)


def _method(method: Method, words: _Words, options: Ident) -> MethodView:
    operation, incoming = method.operation, method.incoming
    texts = [parameter.text for parameter in method.parameters]
    define, returns = words.define, method.returns
    statement = f"return {words.wait}self._call"
    if operation.stream_output:
        define, returns = "def", Annotation(words.generator.format(returns))
        statement = "return self._stream"
    elif incoming is not None:
        statement = f"return {words.wait}self._send"
    if operation.output is None and operation.binary is None:
        statement = statement.removeprefix("return ")
    items: list[str] = []
    if incoming is not None:
        texts.append(f"{incoming.name}: {words.iterable.format(incoming.item)}")
        items.append(incoming.name)
    return MethodView(
        head=_head(f"{define} {method.name}", texts, options, returns),
        doc=method_doc(operation),
        body=_body(statement, method.constant, method.parameters, items),
    )


def _iterator(each: _Callable, found: Pages, words: _Words, options: Ident) -> MethodView:
    returns = Annotation(f"{words.iterator}[{found.item}]")
    texts = [parameter.text for parameter in each.page_parameters]
    return MethodView(
        head=_head(f"def {found.name}", texts, options, returns),
        doc=doc(f"Every item of `{each.method.name}`, page after page.", indent=8),
        body=_body("return self._items", each.method.constant, each.page_parameters),
    )


def _head(define: str, parameters: Sequence[str], options: Ident, returns: Annotation) -> str:
    last = f"options: {options} | None = None"
    texts = ["self", "*", *parameters, last]
    return call(define, texts, f" -> {returns}:", indent=4)


def _body(
    statement: str, operation: Ident, parameters: Sequence[Parameter], items: Sequence[str] = ()
) -> str:
    """``return self._call(GET_PRODUCT, {"product_id": product_id}, options)``"""
    values = [f'"{parameter.name}": {parameter.name}' for parameter in parameters]
    inline = f"{{{', '.join(values)}}}"
    line = call(statement, [operation, inline, "options", *items], indent=8)
    if "\n" not in line or not values:
        return line
    mapping = bracketed("{", values, "}", indent=12, after=1)
    return call(statement, [operation, mapping, "options", *items], indent=8)
