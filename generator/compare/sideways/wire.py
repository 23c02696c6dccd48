"""Turns inputs into exchanges: calls the generated clients and servers in memory, keeps the bytes.

Both are the emitted ones, imported from the output tree; only what lies between them is replaced.
"""

import dataclasses
from collections.abc import Mapping, Sequence
from typing import Any

from generator.compare.mock.values import converted
from generator.compare.sideways import expression
from generator.compare.sideways.answers import Answers, finished
from generator.compare.sideways.bodies import shortened
from generator.compare.sideways.comparison import Request
from generator.compare.sideways.credentials import credentials
from generator.compare.sideways.loading import Package
from generator.model import Api, Json, Operation
from generator.styles.shown.exchange import Answer
from generator.styles.style import AnyStyle


class _Sent(Exception):
    """What a client handed to its transport."""

    def __init__(self, request: Any) -> None:
        super().__init__()
        self.request = request


class _Recorder:
    """A transport that sends nothing."""

    def send(self, request: Any, timeout: float | None) -> Any:  # noqa: ARG002
        raise _Sent(request)

    def close(self) -> None:
        """There is nothing to close."""


class Wire:
    """The generated clients and servers of one contract, with ``answers`` behind the servers."""

    def __init__(
        self, api: Api, package: Package, styles: Sequence[AnyStyle], answers: Answers
    ) -> None:
        self._options = package.load("_support.call").CallOptions
        table = package.load(f"{api.folder}.operations").OPERATIONS
        self._operations = {operation.name: operation for operation in table}
        classes = {
            style.name: package.load(f"{api.folder}.{style.name}.client").Client for style in styles
        }
        self._codecs = {name: client.codec() for name, client in classes.items()}
        self._clients = {name: client.__new__(client) for name, client in classes.items()}
        connect = package.load("_support.client").SyncClient.__init__
        for name, client in self._clients.items():
            connect(client, self._codecs[name], _Recorder())
        self._answers = answers
        self._api = api
        self._styles = {style.name: style for style in styles}

        def load(module: str) -> Any:
            top = module.partition(".")[0]
            return package.load(module if top == "_support" else f"{api.folder}.{module}")

        self._exchanges = {style.name: style.exchange(load, answers.service) for style in styles}

    def method(self, operation: Operation) -> str:
        """The name of the operation's method, on clients and servers."""
        name: str = self._operations[operation.name.text].method
        return name

    def arguments(self, operation: Operation, given: Mapping[str, Json]) -> dict[str, Any]:
        """An input in wire form → the keyword arguments of the client's method."""
        request = self._operations[operation.name.text].request
        values = converted(given, request)
        names = zip(request.__struct_fields__, request.__struct_encode_fields__, strict=True)
        arguments = {name: getattr(values, name) for name, encoded in names if encoded in given}
        tag = self._answers.if_match(operation, arguments)
        if tag is not None:
            arguments["options"] = self._options(if_match=tag)
        return arguments

    def code(self, operation: Operation, arguments: Mapping[str, Any]) -> expression.Code:
        """The code of the call, which is the same in every style."""
        return expression.call(f"client.{self.method(operation)}", dict(arguments))

    def request(self, operation: Operation, style: str, arguments: Mapping[str, Any]) -> Any:
        """What the style's client hands to its transport, with the credentials that are needed."""
        try:
            getattr(self._clients[style], self.method(operation))(**arguments)
        except _Sent as sent:
            signing = credentials(self._api, operation)
            return self._styles[style].signed(sent.request, signing)
        raise AssertionError(f"{operation.name} sent nothing over {style}")

    def show(self, style: str, request: Any) -> Request:
        """A request as people read it."""
        shown = self._codecs[style].show(request)
        text = shortened(shown.text)
        return Request(start=shown.start, headers=shown.headers, body=shown.body, text=text)

    def command(self, style: str, target: str, request: Any) -> str:
        """A request as a command for a shell; ``target`` as for a client."""
        found = self._styles[style]
        mount = found.hosting.mount
        if mount and getattr(request, "path", "").startswith(mount):
            target = target.removesuffix(mount)  # the request itself says it
        return found.command(target, request)

    def answer(self, style: str, request: Any) -> Answer:
        """What the style's server answers to it."""
        answer: Answer = finished(self._exchanges[style](request))
        return dataclasses.replace(answer, text=shortened(answer.text))
