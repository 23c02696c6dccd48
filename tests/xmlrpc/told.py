"""What only XML-RPC can tell to the tests of all styles: see CONTRIBUTING.md, "Add a style"."""

import importlib
import json
import re
from collections.abc import Callable
from typing import Any

from generator.kinds import ScalarKind
from generator.styles.xmlrpc.runtime.codec import call
from generator.styles.xmlrpc.runtime.messages import read
from generator.styles.xmlrpc.runtime.reading import Reader
from generator.styles.xmlrpc.runtime.writing import anything
from tests.behaviour.raw import Answer, app
from tests.xmlrpc.asking import ask

_SPAN: dict[str, object] = {"rpc.system.name": "xmlrpc", "rpc.method": "getProduct"}
# The span of a call of GetProduct: its name, the server's attributes, the client's.
SPAN = ("getProduct", _SPAN, _SPAN)
# The attribute of a span that tells how a call failed: for not_found, and for internal.
FAILED: tuple[str, object, object] = ("rpc.response.status_code", "5", "-32603")
# `call.status` where a stream came to a good end.
GOOD_END: int | None = None
ASKERS: list[Callable[[ScalarKind], None]] = []

_WHOLE = re.compile(r"-?[0-9]{1,20}")


class Raw:
    """The echo, called by name."""

    is_exact = False  # text may be a whole number of 64 bits

    def __init__(self, echo: Any, service: Any) -> None:
        self._app = app(echo, "xmlrpc", service)
        operation = importlib.import_module(f"{echo.__name__}.operations").ECHO
        self._reader = Reader(operation.response)

    async def value(self, value: Any) -> Answer | None:
        if _has_whole_numbers_as_text(value):
            return None
        try:
            params = f"<param><value>{anything({'value': value})}</value></param>"
            body = call("echo", params)
        except ValueError:
            return None
        found = read((await ask(self._app, body)).body)
        if found.fault is None:
            return self._reader.read(found.params[0]), set()
        assert found.fault["faultCode"] == -32602
        told = json.loads(found.fault["faultString"].rpartition("\n")[2])["violations"]
        return None, {(one["pointer"], one["detail"]) for one in told}

    async def text(self, text: bytes) -> None:
        del text


def _has_whole_numbers_as_text(value: Any) -> bool:
    match value:
        case str():
            return _WHOLE.fullmatch(value) is not None
        case dict():
            return any(map(_has_whole_numbers_as_text, value.values()))
        case list():
            return any(map(_has_whole_numbers_as_text, value))
        case _:
            return False
