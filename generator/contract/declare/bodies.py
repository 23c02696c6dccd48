"""Turns ``{bytes, media_type: …}`` and ``{type: stream<bytes>, …}`` into declarations."""

from collections.abc import Collection

from generator.contract.declare.declarations import BodyDecl, FieldDecl
from generator.contract.declare.expression import ContainerExpr, NameExpr, TypeExpr
from generator.contract.declare.parts import Spanned
from generator.contract.declare.reader import MappingReader
from generator.contract.declare.types import declare_media_type, expression, notes
from generator.contract.problems import bodies as problem
from generator.diagnostics import Problems
from generator.model import Mapping, Scalar

OCTETS = "application/octet-stream"
_LENGTHS = ("min_length", "max_length")


def is_body(node: Mapping) -> bool:
    """Whether a mapping says what a body is, and not which fields there are.

    A field ``bytes`` has a type, a field ``type`` is no stream, and ``image/jpeg`` is no type.
    """
    bytes_ = node.get("bytes")
    if isinstance(bytes_, Scalar) and bytes_.value in (None, True):
        return True
    if _text(node, "type").replace(" ", "").startswith("stream<"):
        return True
    return "type" in _keys(node) and "/" in _text(node, "media_type")


def declare_input_body(
    node: Mapping, problems: Problems
) -> BodyDecl | TypeExpr | tuple[FieldDecl] | None:
    """A file in pieces; or the one field ``content``; or a stream of items, in the long form."""
    reader = MappingReader(node, "'input'", problems)
    expr = _type(reader, problems)
    if isinstance(expr, ContainerExpr) and expr.container == "stream":
        return _stream(reader, expr, problems)
    media_type = declare_media_type(reader, problems)
    lengths = {key: length for key in _LENGTHS if (length := reader.integer(key)) is not None}
    return (
        FieldDecl(
            name=Spanned(value="content", span=node.span),
            type=expr,
            constraints=lengths,
            media_type=media_type or Spanned(value=OCTETS, span=node.span),
            notes=notes(reader),
        ),
    )


def declare_output_body(node: Mapping, problems: Problems) -> BodyDecl | TypeExpr | None:
    """Bytes, a file in pieces; or a stream of items, in the long form."""
    reader = MappingReader(node, "'output'", problems)
    expr = _type(reader, problems)
    if isinstance(expr, ContainerExpr) and expr.container == "stream":
        return _stream(reader, expr, problems)
    media_type = declare_media_type(reader, problems)
    reader.finish()
    if expr is not None and not _is_bytes(expr):
        span = node.span if media_type is None else media_type.span
        problems.add(problem.not_bytes(span))
        return None
    return BodyDecl(media_type=_or_octets(media_type), chunks=False, span=node.span)


def file_or(expr: TypeExpr | None) -> BodyDecl | TypeExpr | None:
    """``stream<bytes>``, in the short form, as the body that it is."""
    if isinstance(expr, ContainerExpr) and expr.container == "stream" and _is_bytes(expr.item):
        return BodyDecl(media_type=OCTETS, chunks=True, span=expr.span)
    return expr


def _type(reader: MappingReader, problems: Problems) -> TypeExpr | None:
    reader.entry("bytes")
    node = reader.node_at("type")
    if node is None:
        return NameExpr(name="bytes", span=reader.place("bytes"))
    return expression(node, "type", problems)


def _stream(
    reader: MappingReader, expr: ContainerExpr, problems: Problems
) -> BodyDecl | ContainerExpr:
    if not _is_bytes(expr.item):
        media_type = declare_media_type(reader, problems)
        reader.finish()
        if media_type is not None:
            problems.add(problem.not_bytes(media_type.span))
        return expr
    media_type = declare_media_type(reader, problems)
    longest = reader.integer("max_length")
    reader.finish()
    return BodyDecl(
        media_type=_or_octets(media_type), chunks=True, max_length=longest, span=expr.span
    )


def _or_octets(media_type: Spanned | None) -> str:
    return OCTETS if media_type is None else media_type.value


def _is_bytes(expr: TypeExpr) -> bool:
    return isinstance(expr, NameExpr) and expr.name == "bytes"


def _keys(node: Mapping) -> Collection[str]:
    return {entry.key for entry in node.entries}


def _text(node: Mapping, key: str) -> str:
    value = node.get(key)
    return value.text if isinstance(value, Scalar) else ""
