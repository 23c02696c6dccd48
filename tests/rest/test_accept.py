"""The representation is chosen as RFC 9110, section 12.5.1, has it."""

import pytest

from generator.runtime.http.accept import choose

OFFERS = ("application/json", "application/xml")


@pytest.mark.parametrize(
    ("accept", "chosen"),
    [
        ("*/*", "application/json"),
        ("", "application/json"),
        (" , ", "application/json"),
        ("application/xml", "application/xml"),
        ("application/*", "application/json"),
        ("application/json;q=0.5, application/xml;q=0.8", "application/xml"),
        ("application/json;q=0.5, */*", "application/xml"),
        ("application/json;q=0, */*", "application/xml"),
        ("application/xml;q=0.001, text/html", "application/xml"),
        ("APPLICATION/XML", "application/xml"),
        ("application/xml; charset=utf-8", "application/xml"),
        ("text/html", None),
        ("*/*;q=0", None),
        ("application/*;q=0, */*;q=0", None),
        ("application/json;q=none", None),
        ("application/json;q=nan", None),
    ],
)
def test_the_best_representation_is_chosen(accept: str, chosen: str | None) -> None:
    assert choose(accept, OFFERS) == chosen


@pytest.mark.parametrize(
    ("accept", "chosen"),
    [
        ('text/html;title="a, b", application/xml', "application/xml"),
        ('text/html;title="application/xml"', None),
        ('application/xml;x=";q=0"', "application/xml"),
        ('application/xml;x="\\";q=0', "application/xml"),
        ("application/xml; Q=0.5, application/json; q=0.4", "application/xml"),
        ("application/json;q=1.5", None),
    ],
)
def test_quotes_hide_what_separates(accept: str, chosen: str | None) -> None:
    assert choose(accept, OFFERS) == chosen
