"""Turns the nodes below ``operations`` into declarations."""

import re
from collections.abc import Collection, Iterator

from generator.contract.declare.auth import declare_auth
from generator.contract.declare.bodies import (
    declare_input_body,
    declare_output_body,
    file_or,
    is_body,
)
from generator.contract.declare.declarations import (
    BodyDecl,
    CacheDecl,
    ExampleDecl,
    FieldDecl,
    OperationDecl,
    PageSizeDecl,
    RetryDecl,
)
from generator.contract.declare.expression import TypeExpr
from generator.contract.declare.parts import Duration, Spanned
from generator.contract.declare.reader import MappingReader, as_mapping, as_text, kind_of
from generator.contract.declare.types import declare_fields, expression, notes
from generator.contract.problems import operations as problem
from generator.contract.problems import promises as promise
from generator.contract.problems import shape
from generator.diagnostics import Problems, Span
from generator.model import Entry, Mapping, Node, Scalar, Sequence, Verb

VERBS = tuple(verb.value for verb in Verb)
_DURATION = re.compile(r"(\d+(?:\.\d+)?)(ms|s|m|h|d)", re.ASCII)
_SECONDS = {"ms": 0.001, "s": 1.0, "m": 60.0, "h": 3600.0, "d": 86400.0}


def declare_operation(
    entry: Entry, styles: Collection[str], problems: Problems
) -> OperationDecl | None:
    """One entry of ``operations``; None when it is not even a mapping."""
    node = as_mapping(entry.value, f"the operation '{entry.key}'", problems)
    if node is None:
        return None
    reader = MappingReader(node, f"the operation '{entry.key}'", problems)
    verbs = [key for key in VERBS if key in reader]
    if len(verbs) > 1:
        problems.add(problem.many_verbs(reader.place(verbs[1]), verbs, reader.place(verbs[0])))
    resources = {key: reader.text(key) for key in VERBS}
    verb = verbs[0] if verbs else None
    page_size = reader.node_at("page_size")
    timeout = reader.node_at("timeout")
    retry = reader.node_at("retry")
    auth = reader.node_at("auth")
    return OperationDecl(
        name=Spanned(value=entry.key, span=entry.key_span),
        places={item.key: item.key_span for item in node.entries},
        verb=verb,
        resource=resources[verb] if verb else None,
        on_collection=_on_collection(reader, problems),
        input=_input(reader, problems),
        output=_output(reader, problems),
        only=_only(reader),
        additions=_additions(reader, problems),
        filters=tuple(_filters(reader.node_at("filter"), problems)),
        order_by=reader.texts("order_by"),
        page_size=None if page_size is None else declare_page_size(page_size, problems),
        errors=reader.texts("errors"),
        safe=reader.flag("safe"),
        idempotent=reader.flag("idempotent"),
        auth=None if auth is None else declare_auth(auth, problems),
        timeout=None if timeout is None else declare_duration(timeout, "'timeout'", problems),
        retry=None if retry is None else declare_retry(retry, problems),
        cache=_cache(reader, problems),
        examples=tuple(_examples(reader, problems)),
        settings=reader.settings(styles),
        notes=notes(reader, tuple(styles)),
    )


def _on_collection(reader: MappingReader, problems: Problems) -> bool:
    text = reader.text("on")
    if text is None:
        return False
    if text.value not in ("collection", "resource"):
        known = ["collection", "resource"]
        problems.add(shape.unknown_choice(text.span, "'on'", text.value, known))
    return text.value == "collection"


def _only(reader: MappingReader) -> tuple[Spanned, ...] | None:
    found = reader.texts("only")
    return found if "only" in reader else None


def _additions(reader: MappingReader, problems: Problems) -> tuple[FieldDecl, ...]:
    node = reader.mapping("with")
    return () if node is None else declare_fields(node, problems, raw=True)


def _input(
    reader: MappingReader, problems: Problems
) -> TypeExpr | tuple[FieldDecl, ...] | BodyDecl | None:
    node = reader.node_at("input")
    match node:
        case None:
            return None
        case Mapping() if is_body(node):
            return declare_input_body(node, problems)
        case Mapping():
            return declare_fields(_fields_of(node), problems, raw=True)
        case _:
            return file_or(expression(node, "input", problems))


def _output(
    reader: MappingReader, problems: Problems
) -> TypeExpr | tuple[FieldDecl, ...] | BodyDecl | None:
    node = reader.node_at("output")
    match node:
        case None:
            return None
        case Mapping() if is_body(node):
            return declare_output_body(node, problems)
        case Mapping():
            return declare_fields(_fields_of(node), problems)
        case _:
            return file_or(expression(node, "output", problems))


def _fields_of(node: Mapping) -> Mapping:
    """``{fields: {name: string}}``, as types have it, means ``{name: string}``.

    ``{fields: {type: …}}`` is a field of that name, which says its type.
    """
    inner = node.get("fields")
    wrapped = len(node.entries) == 1 and isinstance(inner, Mapping) and inner.get("type") is None
    return inner if wrapped and isinstance(inner, Mapping) else node


def _filters(node: Node | None, problems: Problems) -> Iterator[Spanned | FieldDecl]:
    """A list of fields, a mapping of parameters, or a list that mixes them."""
    match node:
        case None:
            return
        case Mapping():
            yield from declare_fields(node, problems)
        case Sequence():
            for item in node.items:
                if isinstance(item, Mapping):
                    yield from declare_fields(item, problems)
                elif (text := as_text(item, "an item of 'filter'", problems)) is not None:
                    yield text
        case Scalar():
            if (text := as_text(node, "'filter'", problems)) is not None:
                yield text


def declare_page_size(node: Node, problems: Problems) -> PageSizeDecl | None:
    """``page_size: 50`` or ``page_size: {default: 50, maximum: 500}``."""
    if isinstance(node, Scalar) and type(node.value) is int:
        return PageSizeDecl(default=node, maximum=None, span=node.span)
    found = as_mapping(node, "'page_size'", problems)
    if found is None:
        return None
    reader = MappingReader(found, "'page_size'", problems)
    default, maximum = reader.integer("default"), reader.integer("maximum")
    reader.finish()
    return PageSizeDecl(default=default, maximum=maximum, span=node.span)


def declare_duration(node: Node, what: str, problems: Problems) -> Duration | None:
    """``500ms``, ``5s``, ``2m``, ``1h`` or ``1d``; a bare number has no unit."""
    if isinstance(node, Scalar):
        match = _DURATION.fullmatch(node.text)
        if match and float(match[1]) > 0:
            return Duration(seconds=float(match[1]) * _SECONDS[match[2]], span=node.span)
    problems.add(promise.bad_duration(node.span, what, kind_of(node)))
    return None


def declare_retry(node: Node, problems: Problems) -> RetryDecl | None:
    """``retry: true``, ``retry: 4`` or ``retry: {attempts: 4}``."""
    if isinstance(node, Scalar) and isinstance(node.value, bool):
        return RetryDecl(attempts=None if node.value else 0, span=node.span)
    attempts: Scalar | None
    if isinstance(node, Scalar) and isinstance(node.value, int):
        attempts = node
    else:
        found = as_mapping(node, "'retry'", problems)
        if found is None:
            return None
        reader = MappingReader(found, "'retry'", problems)
        attempts = reader.integer("attempts")
        reader.finish()
    if attempts is None:
        return RetryDecl(attempts=None, span=node.span)
    assert isinstance(attempts.value, int)
    if not 1 <= attempts.value <= 10:
        problems.add(promise.bad_attempts(attempts.span, attempts.text))
        return None
    return RetryDecl(attempts=attempts.value, span=node.span)


def _cache(reader: MappingReader, problems: Problems) -> CacheDecl | None:
    span = reader.place("cache")
    node = reader.mapping("cache")
    if node is None:
        return None
    inner = MappingReader(node, "'cache'", problems)
    age = inner.node_at("max_age")
    private, public = inner.flag("private"), inner.flag("public")
    inner.finish()
    if private and public:
        problems.add(promise.private_and_public(inner.place("public")))
    if age is None:
        problems.add(shape.missing_key(span, "'cache'", "'max_age'"))
        return None
    if isinstance(age, Scalar) and age.text in ("0", "0s"):
        max_age: Duration | None = Duration(seconds=0.0, span=age.span)
    else:
        max_age = declare_duration(age, "'max_age'", problems)
    if max_age is None:
        return None
    return CacheDecl(
        max_age=max_age,
        private=bool(private),
        public=bool(public),
        span=span,
    )


def _examples(reader: MappingReader, problems: Problems) -> Iterator[ExampleDecl]:
    for entry in reader.entries("examples"):
        node = as_mapping(entry.value, f"the example '{entry.key}'", problems)
        if node is None:
            continue
        inner = MappingReader(node, f"the example '{entry.key}'", problems)
        error, fields = _example_error(inner, problems)
        example = ExampleDecl(
            name=Spanned(value=entry.key, span=entry.key_span),
            input=inner.node_at("input"),
            output=inner.node_at("output"),
            error=error,
            error_fields=fields,
            description=inner.prose("description"),
        )
        inner.finish()
        if "output" in inner and "error" in inner:
            places: tuple[Span, Span] = inner.place("error"), inner.place("output")
            found = shape.conflicting_keys(places[0], inner.owner, "output", "error", places[1])
            problems.add(found)
            continue
        yield example


def _example_error(reader: MappingReader, problems: Problems) -> tuple[Spanned | None, Node | None]:
    """``error: Name`` or ``error: {Name: {field: value}}``."""
    node = reader.node_at("error")
    if node is None:
        return None, None
    if isinstance(node, Mapping) and len(node.entries) == 1:
        entry = node.entries[0]
        return Spanned(value=entry.key, span=entry.key_span), entry.value
    if isinstance(node, Mapping):
        expected = "the name of an error, or {Name: {field: value}}"
        found = shape.wrong_kind(node.span, "'error'", expected, "several keys")
        problems.add(found)
        return None, None
    return as_text(node, "'error'", problems), None
