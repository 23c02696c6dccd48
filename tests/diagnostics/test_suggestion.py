"""What is suggested for a name that nobody knows."""

import pytest

from generator.diagnostics import did_you_mean

TYPES = ["string", "bool", "date", "time", "uri", "uuid", "int32", "Money", "common.Address", "Id"]


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("strnig", "string"),
        ("String", "string"),
        ("srting", "string"),
        ("Mony", "Money"),
        ("Mooney", "Money"),
        ("MONEY", "Money"),
        ("Moneys", "Money"),
        ("bol", "bool"),
        ("comon.Adress", "common.Address"),
        ("Address", "common.Address"),
        ("id", "Id"),
        ("str", "string"),
        ("int", "int32"),
    ],
)
def test_a_mistyped_name_has_a_suggestion(word: str, meant: str) -> None:
    assert did_you_mean(word, TYPES) == f"did you mean '{meant}'?"


@pytest.mark.parametrize(
    "word", ["Missing", "Monitor", "Product", "dart", "do", "st", "x", "", "stirrer"]
)
def test_another_word_has_none(word: str) -> None:
    assert did_you_mean(word, TYPES) is None


def test_the_closest_is_suggested_in_whatever_order_they_come() -> None:
    known = ["price", "prices", "prince"]
    for order in (known, known[::-1]):
        assert did_you_mean("prise", order) == "did you mean 'price'?"
        assert did_you_mean("pricess", order) == "did you mean 'prices'?"
