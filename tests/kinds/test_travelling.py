"""Values of every kind, and of one that only this test knows, through contract, code and wire."""

import dataclasses
import re
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

import pytest

from generator.kinds import Carrier, Misfit, Order, ScalarKind, registered, scalar_named, scalars
from generator.kinds.kind import TEXTS
from generator.kinds.misfit import text_of
from generator.model import Json, Scalar
from tests.behaviour.hosting import Host
from tests.behaviour.told import of_each
from tests.contract import read
from tests.kinds import askers, travelling

_COLOUR = "^#[0-9a-f]{6}$"


def _parse(node: Scalar) -> Json:
    text = text_of(node, "colour").lower()
    if not re.fullmatch(_COLOUR, text):
        raise Misfit(f"'{text}' is not a colour", "write it like #00ff7f")
    return text


COLOUR = ScalarKind(
    name="colour",
    also=("rgb",),
    summary="a colour",
    words="a colour such as #00ff7f",
    carrier=Carrier.TEXT,
    json={"type": "string", "pattern": _COLOUR},
    constraints=TEXTS - {"pattern"},
    parse=_parse,
    example="#00ff7f",
    order=Order.TEXT,
)


@pytest.fixture(scope="module")
def host() -> Iterator[Host]:
    running = Host()
    yield running
    running.close()


def test_values_of_every_kind_travel_in_every_style(tmp_path: Path, host: Host) -> None:
    with travelling.built(scalars(), tmp_path, "every_kind") as package:
        travelling.comes_back_in_every_style(scalars(), package, host)
        travelling.is_judged_alike(scalars(), package)


def test_the_mock_has_values_of_every_kind(tmp_path: Path) -> None:
    travelling.is_kept_by_the_mock(scalars(), tmp_path)


def test_a_kind_from_outside_is_known_to_all_and_gone_afterwards(
    tmp_path: Path, host: Host
) -> None:
    kinds = [COLOUR]
    with registered(COLOUR):
        for asker in [*askers.ASKERS, *chain.from_iterable(of_each("ASKERS").values())]:
            asker(COLOUR)
        with travelling.built(kinds, tmp_path, "outside") as package:
            travelling.comes_back_in_every_style(kinds, package, host)
            travelling.is_judged_alike(kinds, package)
        travelling.is_kept_by_the_mock(kinds, tmp_path)
    assert scalar_named("colour") is None
    api, problems = read("contract: a.b.v1\ntypes: {A: {fields: {a: colour}}}\n")
    assert api is None
    assert [problem.code for problem in problems] == ["GEN203"]


def test_two_kinds_cannot_have_one_name() -> None:
    with (
        pytest.raises(ValueError, match="uuid"),
        registered(dataclasses.replace(COLOUR, name="uuid")),
    ):
        pass
