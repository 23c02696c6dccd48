"""Whom a change breaks when calls travel over XML-RPC."""

from collections.abc import Iterator

from generator.formats.json.form import JSON_CASE, spelling
from generator.model.change import Verdict, both_break
from generator.styles.breaking import (
    Breaking,
    ByOperation,
    Side,
    nothing_else,
    of_contracts,
)
from generator.styles.xmlrpc.bind import STYLE
from generator.styles.xmlrpc.binding import XmlRpcMethod
from generator.styles.xmlrpc.values import XMLRPC_VALUES

KEYWORDS = ("Operation.xmlrpc", "Operation.xmlrpc.method")
HARMLESS: dict[str, str] = {}


def _carried(side: Side, name: str) -> XmlRpcMethod | None:
    method: XmlRpcMethod = side.binding.method(name)
    return method if method.offered else None


def _compare(old: XmlRpcMethod, new: XmlRpcMethod) -> Iterator[Verdict]:
    if old.name != new.name:
        yield both_break(f"the method {old.name} became {new.name}")


BREAKS: Breaking = ByOperation(
    carried=_carried,
    compare=_compare,
    settings={STYLE: nothing_else, JSON_CASE: of_contracts(spelling)},
    values=XMLRPC_VALUES,
)
