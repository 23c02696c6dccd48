"""Turns what a contract is in protobuf into ``proto/__init__.py``: its messages, for all styles."""

from dataclasses import dataclass

from generator.emit.python.code import DocText, Ident, Literal, doc, ident, literal
from generator.emit.python.imports import Imports
from generator.emit.python.module import Module
from generator.formats.protobuf.file import ProtoEnum, ProtoFile
from generator.model import Api


@dataclass(frozen=True, slots=True, kw_only=True)
class ValueView:
    """One value of an enum: its name in the contract and its number."""

    name: Literal
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class EnumView:
    """The numbers of an enum."""

    cls: Ident
    values: tuple[ValueView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MessagesView:
    """The page: ``proto/__init__.py``."""

    title: DocText
    imports: Imports
    enums: tuple[EnumView, ...]


def messages_file(api: Api, file: ProtoFile) -> Module:
    """``proto/__init__.py``"""
    imports = Imports()
    imports.name("_support.protobuf.messages", "Messages")
    if file.enums:
        imports.name("..", "types")
    view = MessagesView(
        title=doc(f"The protobuf messages of {api.service.pascal}.", indent=0),
        imports=imports,
        enums=tuple(_enum_view(enum) for enum in file.enums),
    )
    return Module(path="proto/__init__.py", template="python/messages.py.j2", view=view)


def _enum_view(enum: ProtoEnum) -> EnumView:
    return EnumView(
        cls=ident(enum.name),
        values=tuple(
            ValueView(name=literal(value.json), number=value.number)
            for value in enum.values
            if value.json is not None
        ),
    )
