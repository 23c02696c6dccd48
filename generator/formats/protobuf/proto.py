"""Turns what a contract is in protobuf into the text of a .proto file."""

from dataclasses import dataclass
from typing import assert_never

from generator.formats.protobuf.docs import comment
from generator.formats.protobuf.file import (
    Message,
    ProtoEnum,
    ProtoEnumValue,
    ProtoField,
    ProtoFile,
    Rpc,
)
from generator.formats.templates import render


@dataclass(frozen=True, slots=True, kw_only=True)
class Lines:
    """A statement of one line, below its comment."""

    comment: tuple[str, ...]
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """``head { … }``: a message or an enum; ``oneof`` wraps the statements once more."""

    comment: tuple[str, ...]
    head: str
    oneof: str
    leading: tuple[str, ...]
    body: tuple[Lines, ...]

    @property
    def empty(self) -> bool:
        """Whether the braces stand on one line."""
        return not self.leading and not self.body


@dataclass(frozen=True, slots=True, kw_only=True)
class RpcView:
    """One rpc with its options."""

    comment: tuple[str, ...]
    head: str
    options: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ProtoView:
    """What the template of a .proto prints."""

    header: tuple[str, ...]
    package: str
    imports: tuple[str, ...]
    options: tuple[str, ...]
    service: str
    service_comment: tuple[str, ...]
    rpcs: tuple[RpcView, ...]
    blocks: tuple[Block, ...]


def proto_text(file: ProtoFile) -> bytes:
    """The .proto file of a contract."""
    view = ProtoView(
        header=tuple(comment(file.doc, indent=0)),
        package=file.package,
        imports=file.imports,
        options=tuple(f'option {name} = "{value}";' for name, value in file.options),
        service=file.service,
        service_comment=comment(file.service_doc, indent=0),
        rpcs=tuple(_rpc(rpc) for rpc in file.rpcs),
        blocks=tuple(_block(declaration) for declaration in file.declarations),
    )
    return render("protobuf/file.proto.j2", view)


def _rpc(rpc: Rpc) -> RpcView:
    takes = f"stream {rpc.request}" if rpc.client_stream else rpc.request
    gives = f"stream {rpc.response}" if rpc.server_stream else rpc.response
    options: list[str] = []
    if rpc.deprecated:
        options.append("option deprecated = true;")
    if rpc.idempotency is not None:
        options.append(f"option idempotency_level = {rpc.idempotency};")
    return RpcView(
        comment=comment(rpc.doc, indent=2),
        head=f"rpc {rpc.name}({takes}) returns ({gives})",
        options=tuple(options),
    )


def _block(declaration: Message | ProtoEnum) -> Block:
    leading: list[str] = []
    if declaration.deprecated:
        leading.append("option deprecated = true;")
    if declaration.reserved_numbers:
        leading.append(f"reserved {', '.join(map(str, declaration.reserved_numbers))};")
    if declaration.reserved_names:
        names = ", ".join(f'"{name}"' for name in declaration.reserved_names)
        leading.append(f"reserved {names};")
    match declaration:
        case Message(name=name, fields=fields, oneof=oneof):
            head = f"message {name}"
            indent = 2 if oneof is None else 4
            body = tuple(_field(field, indent) for field in fields)
        case ProtoEnum(name=name, values=values):
            head, oneof = f"enum {name}", None
            body = tuple(_value(value) for value in values)
        case _:
            assert_never(declaration)
    return Block(
        comment=comment(declaration.doc, indent=0),
        head=head,
        oneof=oneof or "",
        leading=tuple(leading),
        body=body,
    )


def _field(field: ProtoField, indent: int) -> Lines:
    options: list[str] = []
    if field.json_name is not None:
        options.append(f'json_name = "{field.json_name}"')
    if field.deprecated:
        options.append("deprecated = true")
    label = f"{field.label} " if field.label else ""
    brackets = f" [{', '.join(options)}]" if options else ""
    return Lines(
        comment=comment(field.doc, indent=indent),
        text=f"{label}{field.type} {field.name} = {field.number}{brackets};",
    )


def _value(value: ProtoEnumValue) -> Lines:
    brackets = " [deprecated = true]" if value.deprecated else ""
    return Lines(
        comment=comment(value.doc, indent=2), text=f"{value.name} = {value.number}{brackets};"
    )
