"""Whom a change of what travels breaks where values are protobuf's JSON."""

from generator.formats.json.breaks import JsonJudge, Sided, json_fits
from generator.kinds import Carrier, ScalarKind
from generator.kinds.reading import Reading, is_exact, within
from generator.model import Enum, NamedRef, NullableRef, Record, TypeRef, Union
from generator.model.change import FINE, Aspect, Change, Grade, Verdict


def protojson_fits(written: ScalarKind, read: ScalarKind, strict: bool) -> bool:
    """Whether the values of a kind in protobuf's JSON are values of another one."""
    if written.carrier is Carrier.INTEGER:
        if read.carrier is Carrier.INTEGER:
            return within(written, read)
        if read.carrier is Carrier.FLOAT:
            return read.name == "float64" and is_exact(written)
        if read.is_free_text:
            return written.name in ("int64", "uint64")  # they are texts
    return json_fits(written, read, strict)


class ProtojsonReading(Reading):
    """Reads protobuf's JSON of one contract as that of another. strict: as a server does."""

    def core(self, written: TypeRef, read: TypeRef) -> bool:
        """The same of types that are no aliases; what may be null is an object of its own."""
        match written, read:
            case (NullableRef(), NullableRef()) | (NamedRef(), NamedRef()):
                return super().core(written, read)
            case (NullableRef() | NamedRef(), _) | (_, NullableRef() | NamedRef()):
                return False
            case _:
                return super().core(written, read)

    def enum(self, written: Enum, read: Enum) -> bool:
        """Names of values begin with the name of the enum."""
        return written.name == read.name and super().enum(written, read)

    def record(self, written: Record, read: Record) -> bool:
        """No discriminator is written."""
        return self.members(written, read)

    def union(self, written: Union, read: Union) -> bool:
        """The tag is the name of the member."""
        return self.variants(written, read)


class ProtojsonJudge(JsonJudge):
    """Judges as JSON does, but for enums, whose names are the .proto's, and discriminators."""

    fits = staticmethod(protojson_fits)
    reading = ProtojsonReading

    def verdict(self, change: Change) -> Verdict:
        """The name of an enum is part of its values, and no discriminator is written."""
        if change.aspect is Aspect.NAME:
            match change.old, change.new:
                case Enum(), Enum() if change.flow.into or change.flow.back:
                    why = "in JSON the values have other names"
                    return Verdict(old=Grade.BREAKS, new=Grade.BREAKS, why=why)
                case ((Record() | Union()), (Record() | Union())):
                    return FINE
                case _:
                    pass
        return super().verdict(change)


class ProtojsonValues:
    """Makes judges of what travels as protobuf's JSON; it has no state."""

    def judge(self, old: Sided, new: Sided) -> ProtojsonJudge:
        """A judge of the changes from one side to the other."""
        return ProtojsonJudge(old.api, new.api)


PROTOJSON_VALUES = ProtojsonValues()
