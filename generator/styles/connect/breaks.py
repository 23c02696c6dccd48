"""Whom a change breaks when calls travel over Connect."""

from collections.abc import Iterator
from dataclasses import dataclass

from generator.formats.json.form import JSON_CASE, spelling
from generator.formats.protobuf.settings import KEY
from generator.formats.protobuf_rpc.breaks import Reached, compared, presence, reached
from generator.model.change import Grade, Verdict, both_break
from generator.styles.breaking import Breaking, ByOperation, Side, of_contracts
from generator.styles.connect.binding import is_get
from generator.styles.connect.values import CONNECT_VALUES

KEYWORDS = ()
HARMLESS: dict[str, str] = {}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Call:
    """gets: whether it may be called by GET."""

    reached: Reached
    gets: bool


def _carried(side: Side, name: str) -> _Call:
    return _Call(reached=reached(side.binding, name), gets=is_get(side.binding.method(name)))


def _compare(old: _Call, new: _Call) -> Iterator[Verdict]:
    yield from compared(old.reached, new.reached)
    before, after = old.reached.rpc.result, new.reached.rpc.result
    if None not in (before, after) and before != after:  # JSON has its name, not its number
        yield both_break(f"in JSON the answer's field {before} became {after}")
    if old.gets and not new.gets:
        yield Verdict(old=Grade.BREAKS, why="it answers no GET any more")
    elif new.gets and not old.gets:
        yield Verdict(new=Grade.BREAKS, why="the old server answers no GET")


def _presence(old: Side, new: Side) -> Iterator[Verdict]:
    return presence(old.binding, new.binding)


BREAKS: Breaking = ByOperation(
    carried=_carried,
    compare=_compare,
    settings={KEY: _presence, JSON_CASE: of_contracts(spelling)},
    values=CONNECT_VALUES,
)
