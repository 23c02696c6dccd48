"""The page in a real browser: on a phone and a desk, light and dark, with a keyboard, on paper."""

import base64
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from generator.compare.mock.binary import binary
from generator.compare.page.advice import advise, recommended
from generator.compare.page.decision import sentence
from generator.compare.sideways.comparison import Comparison
from tests.report import made
from tests.report.conftest import SEVEN

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
if CHROMIUM is None:
    pytest.skip("no Chromium here: apt-get install chromium", allow_module_level=True)
sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")

pytestmark = pytest.mark.slow  # the browser is a process
ARGUMENTS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PAGES = ("static", "measured", "unsteady", "hostile", "seven", "evolved", "between")
WIDTHS = (360, 1440)
SCHEMES = ("light", "dark")

# The contrast of every piece of text that shows, against what is painted behind it (WCAG 2.2).
CONTRAST = """() => {
  const parse = (color) => {
    const [r, g, b, a = 1] = color.match(/[\\d.]+/g).map(Number);
    return {r, g, b, a};
  };
  const channel = (v) => (v /= 255) <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
  const light = (c) => 0.2126 * channel(c.r) + 0.7152 * channel(c.g) + 0.0722 * channel(c.b);
  const behind = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const color = parse(getComputedStyle(at).backgroundColor);
      if (color.a === 1) return color;
      if (color.a > 0) throw new Error("half transparent: " + at.className);
    }
    return {r: 255, g: 255, b: 255};
  };
  const poor = [];
  let seen = 0;
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    const text = walker.currentNode.data.trim();
    if (!text || ["STYLE", "SCRIPT", "title", "desc"].includes(element.tagName)) continue;
    if (!element.checkVisibility({contentVisibilityAuto: true, visibilityProperty: true})) continue;
    seen += 1;
    const style = getComputedStyle(element);
    const front = parse(element instanceof SVGElement ? style.fill : style.color);
    const [a, b] = [light(front), light(behind(element))].sort((x, y) => y - x);
    const ratio = (a + 0.05) / (b + 0.05);
    const size = parseFloat(style.fontSize);
    const large = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
    if (ratio < (large ? 3 : 4.5)) poor.push(`${ratio.toFixed(2)} ${text.slice(0, 40)}`);
  }
  return {seen, poor};
}"""

# What is drawn in a plot must stand out from the card, too, though less than text.
STROKES = """() => [...document.querySelectorAll("figure > svg .line, figure > svg .error")]
  .map((path) => [getComputedStyle(path).stroke, getComputedStyle(path.closest("figure"))
  .backgroundColor])"""

CAPTION = "document.querySelector('.multiples + .quiet').innerText"  # names what is compared

FOCUSABLE = """() => {
  const controls = "a[href], button, input:not([type=radio]), input:checked, summary, [tabindex]";
  window.controls = [...document.querySelectorAll(controls)]
    .filter((one) => one.checkVisibility({contentVisibilityAuto: true}));
  return window.controls.length;
}"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with sync_api.sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield found
        found.close()


class Seen:
    """A page that is open, and everything that it asked for or complained about."""

    def __init__(self, browser: Any, file: Path, width: int, scheme: str) -> None:
        self.context = browser.new_context(
            viewport={"width": width, "height": 800}, color_scheme=scheme
        )
        self.page = self.context.new_page()
        self.requests: list[str] = []
        self.complaints: list[str] = []
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.on("console", lambda message: self.complaints.append(message.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("dialog", self._dialog)
        self.page.goto(file.as_uri())

    def _dialog(self, dialog: Any) -> None:
        self.complaints.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    def unfold(self) -> None:
        self.page.evaluate("document.querySelectorAll('details').forEach((one) => one.open = true)")

    def overflow(self) -> int:
        wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        return int(self.page.evaluate(wide))


@pytest.fixture
def look(browser: Any, pages: dict[str, str], tmp_path: Path) -> Iterator[Any]:
    opened: list[Seen] = []

    def open_page(text: str, width: int = 1440, scheme: str = "light") -> Seen:
        file = tmp_path / f"{len(opened)}.html"
        file.write_text(pages.get(text, text), encoding="utf-8")
        opened.append(Seen(browser, file, width, scheme))
        return opened[-1]

    yield open_page
    for one in opened:
        one.context.close()


@pytest.mark.parametrize("name", PAGES)
def test_a_page_asks_for_nothing_and_complains_of_nothing(look: Any, name: str) -> None:
    seen = look(name)
    seen.unfold()
    seen.page.wait_for_load_state("networkidle")
    assert len(seen.requests) == 1, seen.requests
    assert seen.complaints == []


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", PAGES)
def test_nothing_sticks_out_to_the_side(look: Any, name: str, width: int) -> None:
    seen = look(name, width)
    assert seen.overflow() == 0
    seen.unfold()
    assert seen.overflow() == 0


def test_nothing_sticks_out_of_the_page_of_any_contract(
    look: Any, every_contract: dict[str, str]
) -> None:
    for width in WIDTHS:
        for name, text in every_contract.items():
            seen = look(text, width)
            seen.unfold()
            assert seen.overflow() == 0, (name, width)


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("name", ("measured", "unsteady", "static", "seven"))
def test_text_stands_out_from_what_is_behind_it(look: Any, name: str, scheme: str) -> None:
    seen = look(name, 1440, scheme)
    seen.unfold()
    found = seen.page.evaluate(CONTRAST)
    assert found["seen"] > 400
    assert found["poor"] == []


@pytest.mark.parametrize("scheme", SCHEMES)
def test_lines_stand_out_from_what_is_behind_them(look: Any, scheme: str) -> None:
    pairs = look("measured", 1440, scheme).page.evaluate(STROKES)
    assert len(pairs) > 30
    for stroke, behind in pairs:
        one, other = sorted(map(_light, (stroke, behind)), reverse=True)
        assert (one + 0.05) / (other + 0.05) >= 3


def _light(color: str) -> float:
    parts = [int(part) / 255 for part in color.strip("rgb()").split(",")]
    linear = [one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("width", WIDTHS)
def test_every_control_is_reached_by_tab(look: Any, width: int) -> None:
    page = look("measured", width).page
    count = page.evaluate(FOCUSABLE)
    assert count > 30
    reached = set()
    for _ in range(2 * count):
        page.keyboard.press("Tab")
        reached.add(page.evaluate("window.controls.indexOf(document.activeElement)"))
    assert set(range(count)) <= reached


def test_what_has_the_focus_shows_it(look: Any) -> None:
    page = look("measured").page
    for _ in range(6):
        page.keyboard.press("Tab")
        outline = "parseFloat(getComputedStyle(document.activeElement).outlineWidth)"
        assert page.evaluate(outline) >= 2


def test_a_style_that_is_not_ticked_is_hidden_everywhere(look: Any) -> None:
    page = look("measured").page
    shown = """[...document.querySelectorAll('.c1')].filter((one) => one.checkVisibility()
      && getComputedStyle(one).display !== "none").length"""  # an SVG's own elements do not tell
    title = page.evaluate("document.querySelector('label:has(#show-1)').textContent.trim()")
    in_summary = "document.querySelector('#overview').innerText"
    assert page.evaluate(shown) > 20
    assert title in page.evaluate(in_summary)
    page.locator("#show-1").focus()
    page.keyboard.press("Space")
    assert page.evaluate(shown) == 0
    said = page.evaluate(in_summary)
    assert title not in said.replace(page.evaluate(CAPTION), "")
    page.keyboard.press("Space")
    assert page.evaluate(shown) > 20


def test_what_intermediaries_do_is_a_section_that_can_be_found_and_read(look: Any) -> None:
    page = look("between").page
    page.locator("aside a[href='#between']").click()
    assert page.evaluate("document.querySelector(':target h2').innerText") == (
        "What intermediaries can do for you"
    )
    tables = page.locator("#between table")
    assert tables.count() == 5
    for table in tables.all():
        assert table.locator("thead th[scope=col]").count() == table.locator("thead *").count() - 1
        for row in table.locator("tbody tr").all():
            assert row.locator("th[scope=row], th[scope=rowgroup]").count() == 1
    rest, grpc = (
        page.locator("#between-cached + p + div tr", has_text=title) for title in ("REST", "gRPC")
    )
    assert rest.inner_text().split("\t")[:4] == ["REST", "11", "9", "1"]
    page.locator("#show-1").uncheck()
    assert rest.is_visible()
    assert grpc.is_hidden()


TICKED = "[...document.querySelectorAll('.show input:checked')].map((box) => box.value)"
SEARCH = "location.search"


def test_a_page_of_seven_styles_opens_with_three_and_any_can_be_chosen(look: Any) -> None:
    page = look("seven").page
    assert page.evaluate(TICKED) == ["style0", "style1", "style2"]
    page.locator("#show-1").focus()
    page.keyboard.press("Space")
    page.locator("label:has(#show-6)").click()
    assert page.evaluate(TICKED) == ["style0", "style2", "style6"]
    assert page.evaluate(SEARCH) == "?styles=style0,style2,style6"


def test_the_address_keeps_the_choice_and_back_takes_it_back(look: Any) -> None:
    seen = look("seven")
    page = seen.page
    for number in (0, 5):
        page.locator(f"label:has(#show-{number})").click()
    page.locator("nav a[href='#op-GetProduct']").click()
    address = page.url
    assert address.endswith("?styles=style1,style2,style5#op-GetProduct")
    page.go_back()
    page.go_back()
    assert page.evaluate(TICKED) == ["style1", "style2"]
    page.go_back()
    assert page.evaluate(TICKED) == ["style0", "style1", "style2"]
    assert page.evaluate(SEARCH) == ""
    page.go_forward()
    assert page.evaluate(TICKED) == ["style1", "style2"]
    page.goto("about:blank")
    page.goto(address)
    assert page.evaluate(TICKED) == ["style1", "style2", "style5"]
    assert page.evaluate("document.getElementById('op-GetProduct').getBoundingClientRect().y") < 800
    assert seen.complaints == []


def test_an_address_with_styles_that_are_not_there_shows_the_others(look: Any) -> None:
    page = look("seven").page
    page.goto(f"{page.url}?styles=style3,nonsense,%3Cscript%3E")
    assert page.evaluate(TICKED) == ["style3"]
    assert "There is one style" in page.locator(".decision").inner_text()
    page.goto(page.url.replace("style3,", ""))
    assert page.evaluate(TICKED) == []
    assert "No style is shown" in page.locator(".decision").inner_text()


def test_what_is_said_is_what_is_said_of_the_styles_that_are_shown(
    look: Any, products: Comparison
) -> None:
    seven = made.in_styles(products, SEVEN)
    measured = made.measurement(seven)
    page = look("seven").page
    for chosen in ([2, 4], [0, 3, 6], [1, 2, 5, 6], [*range(7)]):
        names = [f"style{number}" for number in chosen]
        page.goto(f"{page.url.partition('?')[0]}?styles={','.join(names)}")
        only = made.only(seven, names)
        said = page.locator(".decision").inner_text()
        assert " ".join(said.split()) == sentence(only, measured)
        titles = {style.name: style.title for style in only.styles}
        for operation in only.operations:
            advice = advise(operation, titles, measured)
            choices = page.locator(f"#op-{operation.name} .choices li:visible strong")
            named = [one.styles for one in recommended(advice, titles)]
            assert choices.all_inner_texts() == named
            page.locator(f"#op-{operation.name} .measured > summary").click()
            numbers = page.locator(f"#op-{operation.name} .measured > .quiet li:visible")
            told = numbers.all_inner_texts()
            assert told[: len(advice.numbers)] == list(advice.numbers)


def test_the_smallest_and_the_largest_of_what_is_shown_are_printed(look: Any) -> None:
    page = look("seven").page
    page.goto(f"{page.url}?styles=style2,style4,style5")
    first = page.locator(".multiples [role=group]").first
    printed = first.locator("g:has(text.before, text.after)")
    labels = [one.get_attribute("aria-label") for one in printed.all()]
    assert [label.rpartition(" ")[0] for label in labels] == [SEVEN[2], SEVEN[5]]


@pytest.mark.parametrize("width", (400, 800, 1280))
def test_seven_styles_at_once_stick_out_nowhere(look: Any, width: int) -> None:
    seen = look("seven", width)
    seen.page.goto(f"{seen.page.url}?styles={','.join(f'style{n}' for n in range(7))}")
    seen.unfold()
    assert seen.overflow() == 0
    crossing = """() => [...document.querySelectorAll(".multiples tbody tr")].flatMap((row) => {
      const texts = [...row.querySelectorAll("text.before, text.after, .slots")]
        .map((one) => one.getBoundingClientRect()).filter((box) => box.width);
      return texts.flatMap((one, at) => texts.slice(at + 1).filter((other) =>
        one.left < other.right - 1 && other.left < one.right - 1
        && one.top < other.bottom - 1 && other.top < one.bottom - 1).map(() => row.innerText));
    })"""
    assert seen.page.evaluate(crossing) == []


def test_paper_shows_the_styles_that_are_chosen(look: Any) -> None:
    page = look("seven").page
    page.goto(f"{page.url}?styles=style1,style6")
    page.emulate_media(media="print")
    shown = """[0, 1, 2, 3, 4, 5, 6].filter((number) => [...document.querySelectorAll(
      `article section.c${number}`)].some((one) => one.checkVisibility()))"""
    assert page.evaluate(shown) == [1, 6]


def test_on_a_phone_a_tab_of_a_hidden_style_gives_way_to_one_that_is_shown(look: Any) -> None:
    page = look("seven", 390).page
    page.locator("label:has(#show-0)").click()
    assert page.evaluate("document.querySelector('.tabs input:checked').id") == "tab-1"
    assert not page.locator("label:has(#tab-0)").is_visible()


@pytest.mark.parametrize("name", ("measured", "all", "seven"))
def test_on_paper_nothing_is_cut_off(look: Any, name: str) -> None:
    seen = look(name, 700)
    values = "[...document.querySelectorAll('.show input')].map((box) => box.value)"
    styles = ",".join(seen.page.evaluate(values))
    seen.page.goto(f"{seen.page.url}?styles={styles}")
    seen.page.emulate_media(media="print")
    assert seen.overflow() == 0
    cut = """() => [...document.querySelectorAll("pre, .scroll, .column, figure")]
      .filter((one) => one.checkVisibility() && (one.scrollWidth > one.clientWidth + 1
        || one.scrollHeight > one.clientHeight + 2))
      .map((one) => one.textContent.trim().slice(0, 60))"""
    assert seen.page.evaluate(cut) == []
    assert seen.page.evaluate("document.querySelector('aside').checkVisibility()") is False


def test_on_paper_every_style_and_every_reason_is_there(look: Any) -> None:
    page = look("static", 390).page
    page.emulate_media(media="print")
    for number in range(3):
        hidden = (
            f"[...document.querySelectorAll('main .c{number}')].some((e) => !e.checkVisibility())"
        )
        assert page.evaluate(hidden) is False
    assert page.evaluate("document.querySelector('[popover]').checkVisibility()")


@pytest.mark.parametrize("name", ("static", "measured"))
def test_an_operation_takes_less_than_two_screens(look: Any, name: str) -> None:
    heights = "[...document.querySelectorAll('article')].map((one) => one.offsetHeight)"
    assert max(look(name, 1440).page.evaluate(heights)) < 1400
    assert max(look(name, 390).page.evaluate(heights)) < 2000


def test_on_a_phone_an_operation_shows_the_style_of_the_tab(look: Any) -> None:
    page = look("static", 390).page
    shown = """() => [0, 1, 2].filter((number) => [...document.querySelectorAll(
      `article section.c${number}`)].some((one) => one.checkVisibility()))"""
    assert page.evaluate(shown) == [0]
    page.locator("#tab-0").focus()
    page.keyboard.press("ArrowRight")
    assert page.evaluate(shown) == [1]
    page.locator("label:has(#tab-2)").click()
    assert page.evaluate(shown) == [2]
    marks = "document.querySelectorAll('.multiples use').length"
    assert page.evaluate(marks) > 20  # the overview still compares


def test_the_contents_stay_in_view(look: Any) -> None:
    page = look("static").page
    page.evaluate("window.scrollTo(0, 3000)")
    for name in ("nav a[href='#op-AddProduct']", "#show-0"):
        box = page.locator(name).bounding_box()
        assert 0 <= box["y"] < 800


def test_a_reason_opens_where_it_is_asked_for_and_closes_with_escape(look: Any) -> None:
    page = look("static").page
    page.locator("article button.why").first.focus()
    page.keyboard.press("Enter")
    opened = "document.querySelectorAll(':popover-open').length"
    assert page.evaluate(opened) == 1
    page.keyboard.press("Escape")
    assert page.evaluate(opened) == 0


def test_a_command_is_copied_as_it_stands(look: Any) -> None:
    seen = look("static")
    seen.context.grant_permissions(["clipboard-read", "clipboard-write"])
    block = seen.page.locator(".command").first
    block.locator("button").click()
    block.locator("button", has_text="Copied").wait_for()
    copied = seen.page.evaluate("navigator.clipboard.readText()")
    assert copied == block.locator("pre").inner_text().strip()


@pytest.mark.parametrize("media_type", ["image/jpeg", "image/png"])
def test_a_made_up_picture_can_be_looked_at(browser: Any, media_type: str) -> None:
    data = base64.b64encode(binary(media_type)).decode()
    page = browser.new_page()
    page.set_content(f"<img src='data:{media_type};base64,{data}'>")
    page.evaluate("document.querySelector('img').decode()")
    assert page.evaluate("document.querySelector('img').naturalWidth") > 100
    page.close()


def test_without_scripts_what_intermediaries_do_is_the_same(
    browser: Any, pages: dict[str, str], look: Any
) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.set_content(pages["between"])
    section = page.locator("#between").inner_text()
    assert section == look("between").page.locator("#between").inner_text()
    assert "A <proxy>" in section
    context.close()


def test_without_scripts_one_click_selects_a_command(browser: Any, pages: dict[str, str]) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.set_content(pages["static"])
    assert page.locator(".copy").count() == 0
    block = page.locator(".command pre").first
    block.click()
    assert block.evaluate("() => getSelection().toString().startsWith('curl ')")
    context.close()
