"""Every area has its codes, and no code stands outside its area or twice."""

from collections import Counter
from pathlib import Path

from generator.diagnostics.registry import all_kinds, area_of
from tests.diagnostics.ranges import FOLDERS, codes, folders, is_below


def test_no_code_stands_twice() -> None:
    assert [code for code, times in Counter(code for code, _ in codes()).items() if times > 1] == []


def test_every_code_of_the_program_is_seen_here() -> None:
    assert [code for code, _ in codes()] == [*all_kinds()]


def test_every_code_stands_in_a_folder_of_its_area() -> None:
    owners = folders()
    outside = [(code, path) for code, path in codes() if not is_below(path, owners[area_of(code)])]
    assert outside == []


def test_a_style_shares_its_codes_with_nobody() -> None:
    assert {**folders(), **FOLDERS} == folders()
    assert [
        places
        for area, places in folders().items()
        if len(places) > 1 and area not in ("GEN8", "GEN9")
    ] == []


def test_the_guide_for_contributors_lists_the_areas() -> None:
    text = Path("CONTRIBUTING.md").read_text("utf-8")
    assert [area for area in FOLDERS if f"{area}xx" not in text] == []
