"""The page as text: the same bytes every time, small, valid, and nothing in it from elsewhere."""

import base64
import hashlib
import os
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import html5lib
import msgspec
import pytest

from generator.compare.page import page
from generator.compare.sideways.comparison import Comparison
from generator.compare.timing.result import Skipped
from generator.compare.timing.saved import write
from generator.styles import registry
from tests.report import made

PAGES = ("static", "measured", "unsteady", "hostile", "seven", "between")
XHTML = "{http://www.w3.org/1999/xhtml}"


def tree(text: str):
    return html5lib.HTMLParser(strict=True).parse(text)


def test_the_same_input_gives_the_same_bytes_in_every_process(
    products: Comparison, tmp_path: Path
) -> None:
    saved = tmp_path / "m.json"
    write(made.measurement(products), saved)
    contract = made.ROOT / "contracts" / "products.yaml"
    made_by = []
    for seed in ("1", "2"):
        file = tmp_path / f"{seed}.html"
        gen = Path(sys.executable).with_name("gen")
        command = [gen, "compare", contract, "--from", saved, "--html", file]
        environment = os.environ | {"PYTHONHASHSEED": seed}
        subprocess.run(command, check=True, cwd=made.ROOT, env=environment, capture_output=True)
        made_by.append(file.read_bytes())
    assert made_by[0] == made_by[1]


@pytest.mark.parametrize("name", ["static", "measured"])
def test_a_page_of_products_is_under_300_kb(pages: dict[str, str], name: str) -> None:
    assert len(pages[name].encode()) < 300_000


def test_the_static_page_of_every_contract_is_under_100_kb_a_style(
    every_contract: dict[str, str],
) -> None:
    for name, text in every_contract.items():
        assert len(text.encode()) < 100_000 * len(registry.names()), name


def test_a_measurement_of_one_style_has_nobody_ahead(products: Comparison) -> None:
    operations = tuple(replace(one, styles=one.styles[:1], calls=()) for one in products.operations)
    only = replace(products, styles=products.styles[:1], operations=operations)
    text = page(only, made.measurement(products))
    assert "For this contract" not in text
    assert "nothing to compare it with" in text


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_valid_html(pages: dict[str, str], name: str) -> None:
    tree(pages[name])


def test_the_page_of_every_contract_is_valid_html(every_contract: dict[str, str]) -> None:
    assert len(every_contract) >= 7
    for text in every_contract.values():
        tree(text)


@pytest.mark.parametrize("name", PAGES)
def test_no_id_is_given_twice_and_every_reference_leads_somewhere(
    pages: dict[str, str], name: str
) -> None:
    elements = list(tree(pages[name]).iter())
    ids = [element.get("id") for element in elements if element.get("id")]
    assert len(ids) == len(set(ids))
    named = [one for element in elements for one in (element.get("aria-labelledby") or "").split()]
    targets = [element.get("href")[1:] for element in elements if element.get("href")]
    assert {*named, *targets} <= set(ids)


@pytest.mark.parametrize("name", PAGES)
def test_a_page_loads_nothing(pages: dict[str, str], name: str) -> None:
    for element in tree(pages[name]).iter():
        if isinstance(element.tag, str):
            tag = element.tag.removeprefix(XHTML)
            assert tag not in {"link", "img", "iframe", "object", "embed", "base"}
            assert element.get("href", "#").startswith("#")
            assert not {"src", "srcset", "style", "action"} & set(element.attrib)
            assert not [key for key in element.attrib if key.startswith("on")]
    style = re.search(r"<style>(.*?)</style>", pages[name], re.DOTALL)
    assert style is not None
    assert not re.search(r"url\(|@import|//", style[1])


@pytest.mark.parametrize("name", PAGES)
def test_a_page_has_one_script_and_its_policy_lets_no_other_run(
    pages: dict[str, str], name: str
) -> None:
    page_tree = tree(pages[name])
    (script,) = page_tree.iter(f"{XHTML}script")
    digest = base64.b64encode(hashlib.sha256(script.text.encode()).digest()).decode()
    (policy,) = (
        one.get("content")
        for one in page_tree.iter(f"{XHTML}meta")
        if one.get("http-equiv") == "Content-Security-Policy"
    )
    assert "default-src 'none'" in policy
    assert f"script-src 'sha256-{digest}';" in policy


def test_a_reason_is_said_once_and_opened_from_wherever_it_holds(pages: dict[str, str]) -> None:
    elements = list(tree(pages["static"]).iter())
    reasons = {e.get("id"): "".join(e.itertext()) for e in elements if e.get("popover") is not None}
    opened = [e.get("popovertarget") for e in elements if e.get("popovertarget")]
    assert len({*reasons.values()}) == len(reasons)
    assert {*opened} == {*reasons}
    assert len(opened) > len(reasons)


def test_the_page_begins_with_a_sentence_and_a_mark_for_each_style(products: Comparison) -> None:
    first = page(products, None).partition('id="overview"')[2].partition("</section>")[0]
    assert "because intermediaries can retry 4 of 5 operations" in first
    for operation in products.operations:
        assert f'href="#op-{operation.name}"' in first
    calls = [call for operation in products.operations for call in operation.calls[:1]]
    for number in range(len(products.styles)):
        assert first.count(f'<g class="c{number}"') == 2 * len(calls)  # request and response


def test_the_contents_name_every_operation_and_every_part(products: Comparison) -> None:
    nav = page(products, None).partition("<nav")[2].partition("</nav>")[0]
    for target in (*(f"op-{one.name}" for one in products.operations), "types", "connect"):
        assert f'href="#{target}"' in nav


def test_the_types_servers_and_schemes_of_the_contract_are_on_the_page(
    every_contract: dict[str, str],
) -> None:
    text = " ".join("".join(tree(every_contract["accounts"]).itertext()).split())
    for said in (
        "ownerstring 1 to 140 characters",
        "Payment union, told apart by kind",
        "InsufficientFunds failed_precondition",
        "https://sandbox.bank.example",
        "Authorization: Bearer JWT",
        'headers={"authorization": "Bearer YOUR_TOKEN"}',
    ):
        assert said in text


def test_text_of_a_contract_is_shown_and_never_obeyed(hostile: str) -> None:
    text = "".join(tree(hostile).itertext())
    assert "</title><script>alert(1)</script> \" ' & \\u202e" in text
    assert "<!-- --><svg onload=alert(1)> {{ 7 * 7 }} {% raw %}" in text
    assert "<img src=x onerror=alert(3)>" in text
    assert "\u202e" not in hostile


def test_each_style_of_each_operation_is_shown(products: Comparison) -> None:
    text = page(products, None)
    for operation in products.operations:
        assert f'id="op-{operation.name}"' in text
        for number in range(len(products.styles)):
            section = text.partition(f'id="op-{operation.name}"')[2].partition("</article>")[0]
            assert section.count(f'class="column c{number} b{number}"') == len(operation.calls)


def test_every_drawing_has_a_title_a_description_and_its_numbers_in_a_table(
    pages: dict[str, str],
) -> None:
    figures = list(tree(pages["measured"]).iter(f"{XHTML}figure"))
    assert len(figures) == 5 * 3 + 3
    svg = "{http://www.w3.org/2000/svg}"
    for figure in figures:
        drawing = next(one for one in figure.iter(f"{svg}svg") if one.get("role") == "img")
        assert drawing.find(f"{svg}title").text
        assert drawing.find(f"{svg}desc").text
        assert len(list(figure.iter(f"{XHTML}tr"))) > 1


def test_where_the_numbers_vary_too_much_nobody_is_named_the_winner(
    pages: dict[str, str],
) -> None:
    steady, unsteady = pages["measured"], pages["unsteady"]
    assert "no winner" not in steady
    assert "Unsteady." not in steady
    assert "also for bytes on an open connection, latency, throughput" in steady
    assert "also for bytes on an open connection (all 5 operations" in unsteady
    assert "no winner" in unsteady
    assert "Unsteady." in unsteady


def test_numbers_of_styles_that_are_not_compared_are_left_out(products: Comparison) -> None:
    first, second, third = (style.title for style in products.styles)
    some = replace(
        products,
        styles=products.styles[:2],
        operations=tuple(
            replace(
                operation,
                styles=operation.styles[:2],
                calls=tuple(
                    replace(call, exchanges=call.exchanges[:2]) for call in operation.calls
                ),
            )
            for operation in products.operations
        ),
    )
    text = page(some, made.measurement(products))
    assert first in text
    assert second in text
    assert third not in text


def test_an_operation_that_was_left_out_is_named(products: Comparison) -> None:
    style = products.styles[0]
    skipped = Skipped(operation="GetProduct", style=style.name, reason="the call failed")
    measured = msgspec.structs.replace(made.measurement(products), skipped=(skipped,))
    left_out = f"GetProduct over {style.title} was left out: the call failed."
    assert left_out in page(products, measured)


def test_a_page_without_a_measurement_says_how_to_measure(pages: dict[str, str]) -> None:
    assert "--measure --html" in pages["static"]
    assert "--measure --html" not in pages["measured"]
