"""Whom a change of what travels breaks over XML-RPC, which has texts where JSON has numbers."""

from generator.formats.json.breaks import JsonJudge
from generator.kinds import Carrier, ScalarKind
from generator.kinds.kind import Order
from generator.kinds.reading import is_exact, text_fits, within
from generator.model.change import Aspect, Change, Grade, Verdict
from generator.styles.breaking import Side


def xmlrpc_fits(written: ScalarKind, read: ScalarKind, strict: bool) -> bool:
    """Whether the values of a kind in XML-RPC are values of another one."""
    if written == read or read.carrier is Carrier.JSON:
        return True
    before, after = _element(written), _element(read)
    match before, after:
        case "int", "double":
            return is_exact(written) and read.name == "float64"
        case "int", "string" if read.is_whole:
            return within(written, read)
        case (("int" | "double"), "string") if read.order is Order.NUMBER:
            return not strict
        case _ if before != after:
            return False
        case "string", "string" if written.is_whole and read.is_whole:
            return within(written, read)
        case "string", "string":
            return text_fits(read, strict)
        case _:
            return within(written, read)


def _element(kind: ScalarKind) -> str:
    """What holds a value: whole numbers of more than 32 bits, and much else, travel as texts."""
    match kind.carrier:
        case Carrier.INTEGER:
            return "int" if kind.name == "int32" else "string"
        case Carrier.FLOAT:
            return "double"
        case Carrier.BOOL:
            return "boolean"
        case Carrier.BYTES:
            return "base64"
        case Carrier.TEXT:
            return "string"
        case Carrier.JSON:
            return "any"


class XmlRpcJudge(JsonJudge):
    """Judges as JSON does, but for scalars and for parameters by position."""

    fits = staticmethod(xmlrpc_fits)

    def verdict(self, change: Change) -> Verdict:
        """Generated clients give parameters by name."""
        if change.aspect is Aspect.ORDER:
            return Verdict(old=Grade.WEAKER, why="parameters by position mean others")
        return super().verdict(change)


class XmlRpcValues:
    """Makes judges of what travels over XML-RPC; it has no state."""

    def judge(self, old: Side, new: Side) -> XmlRpcJudge:
        """A judge of the changes from one side to the other."""
        return XmlRpcJudge(old.api, new.api)


XMLRPC_VALUES = XmlRpcValues()
