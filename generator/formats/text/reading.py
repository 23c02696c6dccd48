"""Tells whether what is written as one type reads as another where values are texts in URLs."""

from generator.kinds import Carrier, ScalarKind
from generator.kinds.kind import Order
from generator.kinds.reading import Reading, is_exact, text_fits, within
from generator.model import Api, ListRef, TypeRef


def text_reads(written: ScalarKind, read: ScalarKind, strict: bool) -> bool:
    """Whether the texts of the values of a kind are those of another one."""
    if written == read or read.is_free_text:
        return True
    match written.carrier, read.carrier:
        case Carrier.INTEGER, Carrier.INTEGER:
            return within(written, read)
        case Carrier.INTEGER, Carrier.FLOAT:
            return read.name == "float64" and is_exact(written)
        case Carrier.FLOAT, Carrier.FLOAT:
            return within(written, read)
        case ((Carrier.INTEGER | Carrier.FLOAT), Carrier.TEXT):
            return read.order is Order.NUMBER
        case Carrier.TEXT, Carrier.TEXT:
            return text_fits(read, strict)
        case _:
            return False


class TextReading(Reading):
    """Reads texts of one contract as those of another; servers read them. One is a list of one."""

    def __init__(self, written: Api, read: Api) -> None:
        super().__init__(written, read, text_reads, strict=True)

    def core(self, written: TypeRef, read: TypeRef) -> bool:
        """The same of types that are no aliases."""
        if isinstance(read, ListRef) and not isinstance(written, ListRef):
            return self.inner(written, read.item)
        return super().core(written, read)
