"""Every style brings what only it can tell to the tests of all styles."""

import pytest

from generator.styles import registry
from tests.behaviour.told import ROOT, own


@pytest.mark.parametrize("style", registry.names())
def test_a_style_tells_what_only_it_knows(style: str) -> None:
    place = f"tests/{style}/told.py"
    assert (ROOT / place).exists(), f"{place} is missing: see CONTRIBUTING.md, Add a style"
    told = own(style)
    missing = {"Raw", "SPAN", "FAILED", "GOOD_END", "ASKERS"} - {*dir(told)}
    assert not missing, f"{place} lacks {missing}: see those of the other styles"
