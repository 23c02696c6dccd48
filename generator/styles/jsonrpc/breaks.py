"""Whom a change breaks when calls travel over JSON-RPC."""

from collections.abc import Iterator

from generator.formats.json.form import ABSENT, JSON_CASE, absence, spelling
from generator.model.change import Verdict
from generator.styles.breaking import (
    Breaking,
    ByOperation,
    Side,
    broken,
    nothing_else,
    of_contracts,
)
from generator.styles.jsonrpc.bind import STYLE
from generator.styles.jsonrpc.binding import JsonRpcMethod
from generator.styles.jsonrpc.values import JSONRPC_VALUES

KEYWORDS = ("Operation.jsonrpc", "Operation.jsonrpc.method", "Operation.jsonrpc.stream")
HARMLESS: dict[str, str] = {}


def _carried(side: Side, name: str) -> JsonRpcMethod | None:
    method: JsonRpcMethod = side.binding.method(name)
    return method if method.offered else None


def _compare(old: JsonRpcMethod, new: JsonRpcMethod) -> Iterator[Verdict]:
    if old.name != new.name:
        yield broken(f"the method {old.name} became {new.name}")
    if old.events and new.events and old.form != new.form:
        yield broken(f"items of its stream were {old.form}, and are {new.form}")


BREAKS: Breaking = ByOperation(
    carried=_carried,
    compare=_compare,
    settings={
        STYLE: nothing_else,
        JSON_CASE: of_contracts(spelling),
        ABSENT: of_contracts(absence),
    },
    values=JSONRPC_VALUES,
)
