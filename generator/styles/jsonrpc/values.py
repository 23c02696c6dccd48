"""Whom a change of what travels breaks over JSON-RPC: JSON, and parameters by position."""

from generator.formats.json.breaks import JsonJudge
from generator.model.change import Aspect, Change, Grade, Verdict
from generator.styles.breaking import Side


class JsonRpcJudge(JsonJudge):
    """Judges as JSON does, but for parameters by position."""

    def verdict(self, change: Change) -> Verdict:
        """Generated clients give parameters by name."""
        if change.aspect is Aspect.ORDER:
            return Verdict(old=Grade.WEAKER, why="parameters by position mean others")
        return super().verdict(change)


class JsonRpcValues:
    """Makes judges of what travels over JSON-RPC; it has no state."""

    def judge(self, old: Side, new: Side) -> JsonRpcJudge:
        """A judge of the changes from one side to the other."""
        return JsonRpcJudge(old.api, new.api)


JSONRPC_VALUES = JsonRpcValues()
