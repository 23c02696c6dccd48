"""Turns the root node of a file into the declaration of a contract."""

from collections.abc import Collection, Iterable
from decimal import Decimal
from typing import Protocol, TypeVar

from generator.contract.declare.accepts import declare_accepts
from generator.contract.declare.auth import declare_auth, declare_scheme
from generator.contract.declare.declarations import ContractDecl, Defaults, ErrorDecl, ResourceDecl
from generator.contract.declare.operations import (
    declare_duration,
    declare_operation,
    declare_page_size,
    declare_retry,
)
from generator.contract.declare.parts import Spanned
from generator.contract.declare.reader import MappingReader, as_mapping, as_text
from generator.contract.declare.servers import declare_servers
from generator.contract.declare.types import declare_fields, declare_type, notes
from generator.contract.problems import shape
from generator.diagnostics import Problems, Span
from generator.model import Entry, Mapping, Node, Scalar


def declare(
    node: Node, file: str, styles: Collection[str], problems: Problems
) -> ContractDecl | None:
    """A whole file; None when it is not a mapping at all."""
    root = as_mapping(node, "a contract", problems)
    if root is None:
        return None
    reader = MappingReader(root, "a contract", problems)
    if "contract" not in reader:
        hint = "name the package first: contract: shop.products.v1"
        problems.add(shape.missing_key(_first(root.span), "a contract", "'contract'", hint))
    package, title, version = reader.text("contract"), reader.prose("title"), _version(reader)
    description = reader.prose("description")
    contact = _texts(reader, "contact", ("name", "url", "email"))
    license_ = _texts(reader, "license", ("name", "url", "identifier"))
    if (
        "license" in reader
        and "name" not in license_
        and isinstance(reader.node_at("license"), Mapping)
    ):
        hint = "the name of the license, or its SPDX identifier: name: Apache-2.0"
        problems.add(shape.missing_key(reader.place("license"), "'license'", "'name'", hint))
    servers = declare_servers(reader, problems)
    reader.entry("imports")  # the source phase has read the files
    schemes = [declare_scheme(entry, problems) for entry in reader.entries("auth")]
    defaults = _defaults(reader, problems)
    types = [declare_type(entry, problems) for entry in reader.entries("types")]
    errors = [_error(entry, styles, problems) for entry in reader.entries("errors")]
    resources = [_resource(entry, styles, problems) for entry in reader.entries("resources")]
    operations = [
        declare_operation(entry, styles, problems) for entry in reader.entries("operations")
    ]
    settings = reader.settings(styles)
    accepts = declare_accepts(reader, gone=True)
    return ContractDecl(
        file=file,
        package=package,
        title=title,
        version=version,
        description=description,
        contact=contact,
        license=license_,
        servers=servers,
        auth=_by_name(schemes),
        defaults=defaults,
        types=_by_name(types),
        errors=_by_name(errors),
        resources=_by_name(resources),
        operations=_by_name(operations),
        accepts=accepts,
        settings=settings,
        extensions=reader.finish(styles),
        broken=frozenset(
            entry.key
            for section, decls in (("errors", errors), ("resources", resources), ("auth", schemes))
            for entry, decl in zip(reader.entries(section), decls, strict=True)
            if decl is None
        ),
        span=root.span,
    )


def _first(span: Span) -> Span:
    """The first character of a place."""
    line, column = span.line, span.column
    return Span(file=span.file, line=line, column=column, end_line=line, end_column=column + 1)


def _version(reader: MappingReader) -> Spanned | None:
    """``version: 1.0`` is a number to YAML, and the beginning of a version to people."""
    node = reader.node_at("version")
    if isinstance(node, Scalar) and type(node.value) in (int, Decimal):
        return Spanned(value=node.text, span=node.span)
    return reader.text("version")


class _HasName(Protocol):
    @property
    def name(self) -> Spanned: ...


D = TypeVar("D", bound=_HasName)


def _texts(reader: MappingReader, key: str, known: tuple[str, ...]) -> dict[str, Spanned]:
    """A small mapping of texts with a fixed set of keys."""
    node = reader.mapping(key)
    if node is None:
        return {}
    inner = MappingReader(node, f"'{key}'", reader.problems)
    found = {name: inner.text(name) for name in known}
    inner.finish()
    return {name: text for name, text in found.items() if text is not None}


def _defaults(reader: MappingReader, problems: Problems) -> Defaults:
    node = reader.mapping("defaults")
    if node is None:
        return Defaults()
    inner = MappingReader(node, "'defaults'", problems)
    auth, timeout = inner.node_at("auth"), inner.node_at("timeout")
    retry, page_size = inner.node_at("retry"), inner.node_at("page_size")
    inner.finish()
    return Defaults(
        places={item.key: item.key_span for item in node.entries},
        auth=None if auth is None else declare_auth(auth, problems),
        timeout=None if timeout is None else declare_duration(timeout, "'timeout'", problems),
        retry=None if retry is None else declare_retry(retry, problems),
        page_size=None if page_size is None else declare_page_size(page_size, problems),
    )


def _error(entry: Entry, styles: Collection[str], problems: Problems) -> ErrorDecl | None:
    node = as_mapping(entry.value, f"the error '{entry.key}'", problems)
    if node is None:
        return None
    reader = MappingReader(node, f"the error '{entry.key}'", problems)
    if "code" not in reader:
        hint = "one of the canonical codes, such as not_found"
        problems.add(shape.missing_key(entry.key_span, reader.owner, "'code'", hint))
    fields = reader.mapping("fields")
    return ErrorDecl(
        name=Spanned(value=entry.key, span=entry.key_span),
        code=reader.text("code"),
        fields=() if fields is None else declare_fields(fields, problems),
        status=reader.integer("status"),
        settings=reader.settings(styles),
        notes=notes(reader, tuple(styles)),
    )


def _resource(entry: Entry, styles: Collection[str], problems: Problems) -> ResourceDecl | None:
    node = as_mapping(entry.value, f"the resource '{entry.key}'", problems)
    if node is None:
        return None
    reader = MappingReader(node, f"the resource '{entry.key}'", problems)
    name = Spanned(value=entry.key, span=entry.key_span)
    required: Span | None = None
    if reader.flag("require_if_match"):
        required = reader.place("require_if_match")
    return ResourceDecl(
        name=name,
        type=reader.text("type") or name,
        key=reader.text("key"),
        collection=reader.text("collection"),
        parent=reader.text("parent"),
        singleton=bool(reader.flag("singleton")),
        etag=_etag(reader, problems),
        require_if_match=required,
        settings=reader.settings(styles),
        notes=notes(reader, tuple(styles)),
    )


def _etag(reader: MappingReader, problems: Problems) -> Spanned | bool:
    """``etag: true`` or the name of a version field."""
    node = reader.node_at("etag")
    if node is None:
        return False
    if isinstance(node, Scalar) and isinstance(node.value, bool):
        return node.value
    return as_text(node, "'etag'", problems) or False


def _by_name(decls: Iterable[D | None]) -> dict[str, D]:
    return {decl.name.value: decl for decl in decls if decl is not None}
