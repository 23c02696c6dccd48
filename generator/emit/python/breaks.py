"""Whom a change breaks that programs against the generated Python, in whichever style."""

from collections.abc import Iterator

from generator.emit.python.code import enum_member
from generator.kinds import Carrier, ScalarKind
from generator.kinds.reading import Reading
from generator.model import (
    Alias,
    Api,
    Enum,
    EnumValue,
    Field,
    NamedRef,
    NullableRef,
    Operation,
    Record,
    ScalarRef,
    TypeDef,
    TypeRef,
    Union,
    Variant,
)
from generator.model.absence import Presence, presence
from generator.model.change import FINE, Aspect, Change, Grade, Site, Verdict, Way, worst

_GONE = Verdict(old=Grade.BREAKS, why="the name is gone")
_RENAMED = Verdict(old=Grade.BREAKS, why="it has another name")


class PythonJudge:
    """Judges old callers with the package of the new contract; nothing is said of new code.

    Only names, signatures and types matter: which values a server takes is for the styles.
    """

    def __init__(self, old: Api, new: Api) -> None:
        self._old, self._new = old, new

    def verdict(self, change: Change) -> Verdict:
        """Whom a change breaks."""
        match change.old, change.new:
            case (Field(), _) | (_, Field()):
                return worst(self._field(change))
            case (Record() | Enum() | Union() | Alias()) as old, (
                Record() | Enum() | Union() | Alias()
            ) as new:
                return self._type(change, old, new)
            case (EnumValue() as value, _) if change.aspect in (Aspect.EXISTENCE, Aspect.NAME):
                return self._value(change, value)
            case Variant(), Variant() as new:
                return self._variant(change, new)
            case Operation() as old, Operation() as new:
                return self._operation(change, old, new)
            case Api() as old, Api() as new if change.aspect is Aspect.NAME:
                return FINE if old.service == new.service else _RENAMED
            case _:
                return _named(change)

    def _field(self, change: Change) -> Iterator[Verdict]:
        match change.aspect:
            case Aspect.EXISTENCE:
                yield from self._existence(change)
                yield self._class_of_inputs(change)
            case Aspect.NAME:
                assert isinstance(change.old, Field) and isinstance(change.new, Field)
                if change.old.name.snake != change.new.name.snake:
                    yield _RENAMED
            case Aspect.TYPE | Aspect.PRESENCE:
                yield from (self._at(site) for site in change.sites)
            case _:
                pass

    @staticmethod
    def _existence(change: Change) -> Iterator[Verdict]:
        if change.new is None:
            yield _GONE
        for site in change.sites:
            if site.new is None:
                yield _GONE
            elif site.old is None and site.way is Way.INTO and _needed(site.new):
                yield Verdict(old=Grade.BREAKS, why="code does not give it")

    def _class_of_inputs(self, change: Change) -> Verdict:
        """A first field that inputs do not have makes them a class of their own."""
        old, new = (
            api.types.get(owner)
            for api, owner in zip((self._old, self._new), change.owners, strict=True)
        )
        if isinstance(old, Record) and isinstance(new, Record):
            views = (old.input_view is None, new.input_view is None)
            if views[0] != views[1] and any(
                site.way is Way.INTO and not site.parameter for site in change.sites
            ):
                return Verdict(old=Grade.BREAKS, why="inputs have another class")
        return FINE

    def _at(self, site: Site) -> Verdict:
        """A field with another type, or another presence, where it is."""
        if site.both is None:
            return FINE
        old, new = site.both
        into = site.way is Way.INTO
        if into and _needed(new) and not _needed(old):
            return Verdict(old=Grade.BREAKS, why="code that leaves it out")
        maybe = Presence.OPTIONAL
        if not into and presence(new) is maybe and presence(old) is not maybe:
            return Verdict(old=Grade.BREAKS, why="it may be None")
        return self._typed(site.way, old.type, new.type)

    def _typed(self, way: Way, old: TypeRef, new: TypeRef) -> Verdict:
        if way is Way.INTO:
            fits = _Annotations(self._old, self._new).reads(old, new)
        else:
            fits = _Annotations(self._new, self._old).reads(new, old)
        return FINE if fits else Verdict(old=Grade.BREAKS, why="it has another type")

    def _type(self, change: Change, old: TypeDef, new: TypeDef) -> Verdict:
        if old.name != new.name:
            return _RENAMED
        if change.aspect is not Aspect.TYPE:
            return FINE
        if not isinstance(old, Alias) or not isinstance(new, Alias):
            return Verdict(old=Grade.BREAKS, why="it is of another kind")
        return self._flowing(change, NamedRef(name=old.name), NamedRef(name=new.name))

    def _value(self, change: Change, value: EnumValue) -> Verdict:
        """Code that names it, as it does where it tells values apart, does not run any more."""
        enum = self._new.types.get(change.owners[1])
        names = {enum_member(each.name) for each in enum.values} if isinstance(enum, Enum) else ()
        return FINE if enum_member(value.name) in names else _GONE

    def _variant(self, change: Change, new: Variant) -> Verdict:
        """The class tells variants apart; their tags are not to be seen."""
        if change.aspect is Aspect.TYPE:
            return Verdict(old=Grade.BREAKS, why=f"its class is {new.record}")
        return FINE

    def _operation(self, change: Change, old: Operation, new: Operation) -> Verdict:
        """What is awaited, iterated over, or must be given."""
        match change.aspect:
            case Aspect.ADDRESS:
                before = {f.name.snake for f in self._old.request(old).fields if _needed(f)}
                after = {f.name.snake for f in self._new.request(new).fields if _needed(f)}
                known = {f.name.snake for f in self._old.request(old).fields}
                if (after - before) & known:
                    return Verdict(old=Grade.BREAKS, why="code that leaves out an argument")
                return FINE
            case Aspect.TYPE if change.flow.into:
                return Verdict(old=Grade.BREAKS, why="it takes other items")
            case Aspect.TYPE:
                return self._given(old, new)
            case _:
                return _named(change)

    def _given(self, old: Operation, new: Operation) -> Verdict:
        if old.output is None:
            return FINE
        if new.output is None:
            return Verdict(old=Grade.BREAKS, why="it gives nothing any more")
        if old.stream_output != new.stream_output:
            return Verdict(old=Grade.BREAKS, why="it is iterated over on one side only")
        return self._typed(Way.OUT, old.output, new.output)

    def _flowing(self, change: Change, old: TypeRef, new: TypeRef) -> Verdict:
        ways = [Way.INTO] if change.flow.into else []
        ways += [Way.OUT] if change.flow.back else []
        return worst(self._typed(way, old, new) for way in ways)


def _needed(field: Field) -> bool:
    """Whether code must give it."""
    return not field.patch and presence(field) is Presence.REQUIRED


def _named(change: Change) -> Verdict:
    """What has a name that code says."""
    gone = change.old is not None and change.new is None
    match change.aspect:
        case Aspect.EXISTENCE if gone:
            return _GONE if not isinstance(change.old, Variant) or change.flow.into else FINE
        case Aspect.NAME:
            return _RENAMED
        case _:
            return FINE


def _spelled(written: ScalarKind, read: ScalarKind, strict: bool) -> bool:
    """Whether a value of a kind is, in Python, what another kind is annotated with."""
    del strict
    if read.carrier is Carrier.JSON or written.python.spelled == read.python.spelled:
        return True
    return written.carrier is Carrier.INTEGER and read.carrier is Carrier.FLOAT


class _Annotations(Reading):
    """Reads objects of the classes of one package as those of another."""

    def __init__(self, written: Api, read: Api) -> None:
        super().__init__(written, read, _spelled, strict=False)

    def core(self, written: TypeRef, read: TypeRef) -> bool:
        """The same of types that are no aliases; nothing takes None that does not say so."""
        match written, read:
            case NullableRef(), ScalarRef() | NamedRef():
                return False
            case ScalarRef(), NamedRef():
                return False
            case _:
                return super().core(written, read)

    def named(self, written: TypeDef, read: TypeDef) -> bool:
        """Classes are known by their names."""
        return written.name == read.name
