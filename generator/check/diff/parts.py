"""Matches the values of enums and the variants of unions."""

from collections.abc import Iterator

from generator.check.diff.pairs import Pair
from generator.model import Enum, EnumValue, TypeDef, Union, Variant
from generator.model.matches import Match, matched


def values(pair: Pair) -> Iterator[tuple[Match[TypeDef], Match[EnumValue]]]:
    """The values of the enums that are there on both sides."""
    for types in pair.types:
        if isinstance(types.old, Enum) and isinstance(types.new, Enum):
            before = {value.name: value for value in types.old.values}
            after = {value.name: value for value in types.new.values}
            for match in matched(before, after):
                yield types, match


def variants(pair: Pair) -> Iterator[tuple[Match[TypeDef], Match[Variant]]]:
    """The variants of the unions that are there on both sides."""
    for types in pair.types:
        if isinstance(types.old, Union) and isinstance(types.new, Union):
            before = {variant.tag: variant for variant in types.old.variants}
            after = {variant.tag: variant for variant in types.new.variants}
            for match in matched(before, after):
                yield types, match


def parts(
    pair: Pair,
) -> Iterator[tuple[Match[TypeDef], Match[EnumValue] | Match[Variant]]]:
    """Both."""
    yield from values(pair)
    yield from variants(pair)
