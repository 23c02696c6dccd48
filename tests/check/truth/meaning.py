"""Whether what arrived is what was given, as far as both sides know it."""

import enum
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

import msgspec
from msgspec import NODEFAULT, UNSET

from generator.runtime.errors import ServiceError
from generator.runtime.unions import Unknown, plain

_NOTHING: tuple[Any, ...] = (None, UNSET, [], {})


class Meaning:
    """Compares values of one package with those of another.

    names: what is called otherwise by who reads, by the name of who writes; asked: they are what
    a caller asks for, so that what the reader does not know is lost; else nobody misses it.
    """

    def __init__(self, names: Mapping[str, str], *, asked: bool = False) -> None:
        self._names, self._asked = names, asked

    def lost(self, given: Any, got: Any, place: str = "") -> Iterator[str]:
        """What arrived otherwise, in words."""
        match given:
            case msgspec.Struct():
                yield from self._struct(given, got, place)
            case dict():
                if not isinstance(got, dict):
                    yield from _differ(given, got, place)
                    return
                for key in given.keys() | got.keys():
                    yield from self.lost(
                        given.get(key, UNSET), got.get(key, UNSET), f"{place}/{key}"
                    )
            case list() | tuple() if not isinstance(given, Unknown):
                if not isinstance(got, list | tuple) or len(got) != len(given):
                    if given or got not in _NOTHING:
                        yield from _differ(given, got, place)
                    return
                for index, (one, other) in enumerate(zip(given, got, strict=True)):
                    yield from self.lost(one, other, f"{place}/{index}")
            case set() | frozenset():
                yield from self.lost(sorted(given), sorted(got), place)
            case _:
                if not self._is_same(given, got):
                    yield from _differ(given, got, place)

    def members(
        self,
        given: Mapping[str, Any],
        got: Mapping[str, Any],
        defaults: Mapping[str, Any],
        place: str,
    ) -> Iterator[str]:
        """The same for members by name; ``defaults``: what the reader fills in by itself."""
        for name, value in given.items():
            known = self._names.get(name, name)
            if known not in got:
                if self._asked and value not in _NOTHING:
                    yield from _differ(value, None, f"{place}/{name}")
                continue
            found = got[known]
            if UNSET in (value, found):
                if value is not found:
                    yield f"{place}/{name}: {_kept(value)} arrives as {_kept(found)}"
            elif value is None:
                if found is not None and found != defaults.get(known):
                    yield from _differ(value, found, f"{place}/{name}")
            else:
                yield from self.lost(value, found, f"{place}/{name}")
        theirs = {self._names.get(name, name) for name in given}
        for name in got.keys() - theirs:
            if got[name] not in (None, UNSET, defaults.get(name)):
                yield f"{place}/{name}: {_short(got[name])} is made up"

    def error(self, given: ServiceError, got: BaseException, known: bool) -> Iterator[str]:
        """The same for an error that was raised; ``known``: who reads declares it, too."""
        name = type(given).__name__
        same = isinstance(got, ServiceError) and got.code is given.code
        if not same or (known and type(got).__name__ != self._names.get(name, name)):
            yield f"{name} arrives as {_told(got)}"
        elif known and isinstance(got, ServiceError):
            yield from self.members(_attributes(given), _attributes(got), {}, name)

    def _struct(self, given: msgspec.Struct, got: Any, place: str) -> Iterator[str]:
        if isinstance(got, Unknown):
            return
        if not isinstance(got, msgspec.Struct):
            yield from _differ(given, got, place)
            return
        tags = (given.__struct_config__.tag, got.__struct_config__.tag)
        if None not in tags and self._names.get(str(tags[0]), tags[0]) != tags[1]:
            yield f"{place} is {tags[1]} in place of {tags[0]}"
            return
        yield from self.members(_asdict(given), _asdict(got), defaults_of(type(got)), place)

    def _is_same(self, given: Any, got: Any) -> bool:
        if given in _NOTHING and got in _NOTHING:
            return True
        one, other = plain(given), plain(got)
        if isinstance(one, str):
            one = self._names.get(one, one)
        unknown = isinstance(got, enum.Enum) and got.name not in type(got).__members__
        if unknown and isinstance(given, enum.Enum):
            return one not in {member.value for member in type(got)}  # kept as what is not known
        if isinstance(one, bool) or isinstance(other, bool):
            return (
                str(one).lower() == str(other).lower()
                if type(one) is not type(other)
                else one is other
            )
        numbers = (int, float, Decimal)
        if isinstance(given, numbers) and isinstance(got, numbers):
            return Decimal(str(given)) == Decimal(str(got))
        return one == other or str(one) == str(other)


def defaults_of(kind: type[msgspec.Struct]) -> dict[str, Any]:
    """What a struct has where it is told nothing, by attribute."""
    found = {}
    for field in msgspec.structs.fields(kind):
        if field.default is not NODEFAULT:
            found[field.name] = field.default
        elif field.default_factory is not NODEFAULT:
            found[field.name] = field.default_factory()
    return found


def _asdict(value: msgspec.Struct) -> dict[str, Any]:
    return {name: getattr(value, name) for name in value.__struct_fields__}


def _attributes(error: ServiceError) -> dict[str, Any]:
    return _asdict(error.fields) if type(error)._members else {}


def _differ(given: Any, got: Any, place: str) -> Iterator[str]:
    yield f"{place}: {_short(given)} arrives as {_short(got)}"


def _short(value: Any) -> str:
    text = "nothing" if value in _NOTHING else str(value)
    return text if len(text) < 60 else f"{text[:57]}..."


def _kept(value: Any) -> str:
    return "leave it as it is" if value is UNSET else _short(value)


def _told(error: BaseException) -> str:
    code = f" ({error.code.name.lower()})" if isinstance(error, ServiceError) else ""
    return f"{type(error).__name__}{code}"
