"""Where msgspec's conversion alone would not say what the contract means."""

from typing import Any

import msgspec
import pytest

from generator.runtime.errors import InvalidArgument
from generator.runtime.operation import Operation
from generator.runtime.validation.convert import convert_closely, has_nullable_default
from generator.runtime.validation.schema import Schema


class Inner(msgspec.Struct, kw_only=True):
    note: str | None = "a note"
    plain: str | None = None


class Outer(msgspec.Struct, kw_only=True):
    inners: list[Inner] = msgspec.field(default_factory=list)
    table: dict[str, Inner] = {}
    again: "Outer | None" = None


class Simple(msgspec.Struct, kw_only=True):
    plain: str | None = None
    count: int = 1


def test_null_means_the_default_even_where_null_is_a_value() -> None:
    assert has_nullable_default(Outer)
    raw = {"inners": [{"note": None, "plain": None}], "table": {"a": {"note": None}}}
    fitted = convert_closely({**raw, "again": raw}, Outer)
    assert fitted.inners == [Inner()]
    assert fitted.table == {"a": Inner()}
    assert fitted.again == Outer(inners=[Inner()], table={"a": Inner()})


def test_where_nothing_is_in_doubt_the_fast_way_is_enough() -> None:
    assert not has_nullable_default(Simple)


@pytest.mark.parametrize("kind", [Inner, Simple])
def test_an_operation_takes_the_way_that_its_request_needs(kind: Any) -> None:
    schema = Schema({"$defs": {kind.__name__: {"type": "object"}}})
    op: Operation[None] = Operation(
        name="Do", method="do", schema=schema, request=kind, response=None
    )
    assert op.decode({}) == msgspec.structs.asdict(kind())
    assert op.decode(dict.fromkeys(kind.__struct_fields__)) == msgspec.structs.asdict(kind())


def test_what_does_not_fit_at_all_is_a_violation_and_no_crash() -> None:
    with pytest.raises(InvalidArgument) as caught:
        convert_closely({"count": "many"}, Simple)
    assert len(caught.value.violations) == 1
