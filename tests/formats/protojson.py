"""Builds contracts with protobuf's JSON, and gives tests both forms of their messages."""

import contextlib
import importlib
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

from google.protobuf import json_format

from generator.building.build import build
from generator.building.request import BuildRequest
from generator.formats.protobuf import PROTOBUF
from generator.formats.protojson import PROTOJSON
from generator.styles import registry


@contextlib.contextmanager
def packages(folder: Path, *contracts: Path) -> Iterator[dict[str, Any]]:
    """The generated packages of contracts in a folder, by name, with protobuf's JSON in them."""
    style = next(one for one in registry.styles() if PROTOBUF in one.formats)
    formats = style.formats
    style.formats = tuple({*formats, PROTOJSON})
    try:
        asked = BuildRequest(
            contracts=contracts,
            root=folder,
            output=folder / "protojsonic",
            styles=(style.name,),
        )
        made = build(asked)
    finally:
        style.formats = formats
    assert made.ok, made.problems
    sys.path.insert(0, str(folder))
    try:
        names = [path.stem for path in contracts]
        yield {name: Package(f"protojsonic.{name}", style.name) for name in names}
    finally:
        sys.path.remove(str(folder))
        for module in [m for m in sys.modules if m.partition(".")[0] == "protojsonic"]:
            del sys.modules[module]


class Package:
    """One generated package."""

    def __init__(self, name: str, style: str) -> None:
        self.name = name
        self.service = importlib.import_module(f"{name}.{style}.binding").SERVICE
        self.types = importlib.import_module(f"{name}.types")
        self.errors = self.support("errors")

    def support(self, module: str) -> ModuleType:
        """A module of its support."""
        return importlib.import_module(f"protojsonic._support.{module}".rstrip("."))

    def operation(self, name: str) -> "Both":
        """One operation, by the name of its constant."""
        return Both(self, getattr(importlib.import_module(f"{self.name}.operations"), name))

    def operations(self) -> list["Both"]:
        """All of them."""
        return [Both(self, operation) for operation in self.service.operations]


class Both:
    """The readers and writers of one operation, of the binary form and of JSON."""

    def __init__(self, package: Package, operation: Any) -> None:
        service = package.service
        self.package, self.operation = package, operation
        messages = self.messages = service.messages
        descriptor = messages.pool.FindServiceByName(service.name)
        rpc = descriptor.methods_by_name[service.method(operation).name]
        self.request, self.response = rpc.input_type, rpc.output_type
        result, item = service.method(operation).result, service.method(operation).item
        requests = package.support("protojson.requests")
        items = package.support("protojson.items")
        self.reader = service.reader(operation)
        self.writer = service.writer(operation)
        self.responses = service.responses(operation)
        self.json_reader = requests.JsonRequestReader(messages, operation, self.request)
        self.json_writer = requests.JsonRequestWriter(messages, operation, self.request)
        self.json_responses = package.support("protojson.responses").JsonResponses(
            messages, operation.response, self.response, result=result
        )
        if operation.takes is not None:
            self.item_reader = service.item_reader(operation)
            self.item_writer = service.item_writer(operation)
            self.json_item_reader = items.JsonItemReader(
                messages, operation, self.request, field=item
            )
            self.json_item_writer = items.JsonItemWriter(
                messages, operation, self.request, field=item
            )

    def parsed(self, text: bytes, descriptor: Any) -> Any:
        """What protobuf's own library reads."""
        message = self.messages.cls(descriptor.full_name)()
        return json_format.Parse(text, message, descriptor_pool=self.messages.pool)

    def printed(self, data: bytes, descriptor: Any, **options: bool) -> bytes:
        """What protobuf's own library writes of a message in its binary form."""
        message = self.messages.cls(descriptor.full_name).FromString(data)
        text: str = json_format.MessageToJson(
            message, indent=None, descriptor_pool=self.messages.pool, **options
        )
        return text.encode()
