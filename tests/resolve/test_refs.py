"""References to types: what is declared within them, and what they reach."""

from generator.model import (
    Alias,
    Constraints,
    Field,
    ListRef,
    MapRef,
    NamedRef,
    NullableRef,
    Record,
    ScalarRef,
    TypeDef,
    TypeRef,
    Union,
    Variant,
)
from generator.model.refs import behind, followed, leaf, reached
from generator.naming import Name

TEXT = ScalarRef(kind="string")
SHORT, LONG = Constraints(max_length=5), Constraints(min_length=1)


def _record(name: str, *types: TypeRef, whole: TypeRef | None = None) -> Record:
    named = [(Name.parse(f"field_{at}"), type_) for at, type_ in enumerate(types)]
    fields = (Field(name=at, json_name=at.snake, type=type_, whole=whole) for at, type_ in named)
    return Record(name=name, fields=tuple(fields))


TYPES: dict[str, TypeDef] = {
    "Short": Alias(name="Short", type=NamedRef(name="Text"), constraints=SHORT),
    "Text": Alias(name="Text", type=TEXT, constraints=LONG),
    "Trees": Alias(name="Trees", type=ListRef(item=NamedRef(name="Tree"))),
    "Tree": _record("Tree", NamedRef(name="Trees"), NamedRef(name="Fruit")),
    "Fruit": Union(
        name="Fruit", discriminator="type", variants=(Variant(tag="a", record="Apple"),)
    ),
    "Apple": _record("Apple", NamedRef(name="Short")),
    "Patch": _record("Patch", NamedRef(name="ApplePatch"), whole=NamedRef(name="Apple")),
    "ApplePatch": _record("ApplePatch", TEXT),
}


def test_the_declared_type_is_found_below_every_container() -> None:
    inner = NullableRef(item=ListRef(item=NullableRef(item=NamedRef(name="Tree"))))
    assert leaf(MapRef(value=inner)) == "Tree"
    assert leaf(MapRef(value=TEXT)) is None


def test_aliases_are_followed_to_their_end_and_keep_what_they_demand() -> None:
    assert followed(TYPES, NamedRef(name="Short")) == (TEXT, (SHORT, LONG))
    assert behind(TYPES, NamedRef(name="Tree")) == NamedRef(name="Tree")
    trees = ListRef(item=NamedRef(name="Trees"))
    assert behind(TYPES, trees) == trees  # an alias within a list stays


def test_all_types_are_reached_once_through_circles_and_unions() -> None:
    assert [*reached(TYPES, [NamedRef(name="Trees"), TEXT])] == [
        *("Trees", "Tree", "Fruit", "Apple", "Short", "Text")
    ]


def test_a_patch_reaches_whole_values_and_its_own_records_unless_these_are_passed_over() -> None:
    patch = [NamedRef(name="Patch")]
    assert {"Apple", "ApplePatch"} < {*reached(TYPES, patch)}
    assert "ApplePatch" not in {*reached(TYPES, patch, patches=False)}
