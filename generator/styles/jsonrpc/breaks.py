"""Whom a change breaks when calls travel over JSON-RPC."""

from collections.abc import Iterator

from generator.formats.json.form import ABSENT, JSON_CASE, absence, spelling
from generator.model.change import Grade, Verdict, both_break
from generator.styles.breaking import (
    Breaking,
    ByOperation,
    Side,
    nothing_else,
    of_contracts,
)
from generator.styles.jsonrpc.bind import STYLE
from generator.styles.jsonrpc.binding import RESPONSES, JsonRpcMethod
from generator.styles.jsonrpc.values import JSONRPC_VALUES

KEYWORDS = tuple(f"Operation.{STYLE}{key}" for key in ("", ".method", ".stream"))
HARMLESS: dict[str, str] = {}


def _carried(side: Side, name: str) -> JsonRpcMethod | None:
    method: JsonRpcMethod = side.binding.method(name)
    return method if method.offered else None


def _compare(old: JsonRpcMethod, new: JsonRpcMethod) -> Iterator[Verdict]:
    if old.name != new.name:
        yield both_break(f"the method {old.name} became {new.name}")
    if old.events and new.events and old.form != new.form:  # who reads responses reads both
        why = f"items of its stream were {old.form}, and are {new.form}"
        if new.form == RESPONSES:
            yield Verdict(old=Grade.BREAKS, why=why)
        else:
            yield Verdict(new=Grade.BREAKS, why=why)
    before, after = old.operation.output, new.operation.output
    if (before is None) != (after is None):
        said = ["no result" if output is None else "a result" for output in (before, after)]
        yield both_break(f"it had {said[0]}, and has {said[1]}")


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
