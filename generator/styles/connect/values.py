"""Whom a change of what travels breaks over Connect and gRPC-Web: binary messages or JSON."""

from collections.abc import Iterator

from generator.formats.protobuf.breaks import PROTOBUF_VALUES
from generator.formats.protobuf_rpc.binding import RpcBinding
from generator.formats.protojson.breaks import PROTOJSON_VALUES
from generator.model import Record, Union
from generator.model.change import Aspect, Change, Grade, Verdict, worst
from generator.styles.breaking import Side


class ConnectJudge:
    """Callers choose how they write: the worst of both forms."""

    def __init__(self, old: Side, new: Side) -> None:
        self._binary = PROTOBUF_VALUES.judge(old, new)
        self._json = PROTOJSON_VALUES.judge(old, new)
        self._old: RpcBinding = old.binding
        self._new: RpcBinding = new.binding

    def verdict(self, change: Change) -> Verdict:
        """Whom a change breaks, in whichever form it travels."""
        found = [self._binary.verdict(change)]
        if change.flow.errors and not change.flow.into and not change.flow.out:
            return worst(found)  # details of errors are binary in either form
        found.append(self._json.verdict(change))
        if change.aspect is Aspect.NAME and isinstance(change.new, Record | Union):
            found += self._results(change)
        return worst(found)

    def _results(self, change: Change) -> Iterator[Verdict]:
        """The answer's member is called as its type."""
        for before, after in change.operations:
            old, new = self._old.rpc(before).result, self._new.rpc(after).result
            if old is not None and new is not None and old != new:
                why = f"in JSON the answer's member {old} became {new}"
                yield Verdict(old=Grade.BREAKS, new=Grade.BREAKS, why=why)


class ConnectValues:
    """Makes judges of what travels over Connect; it has no state."""

    def judge(self, old: Side, new: Side) -> ConnectJudge:
        """A judge of the changes from one side to the other."""
        return ConnectJudge(old, new)


CONNECT_VALUES = ConnectValues()
