"""Takes the pictures of the README anew: the top of a page, in light and in dark.

    gen compare contracts/products.yaml --measure --html page.html
    python docs/images/retake.py page.html

Needs Chromium and playwright, as the tests in a browser do.
"""

import argparse
import shutil
import sys
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

_WIDTH = 1200


def main() -> int:
    """Take both; 1 when there is no browser."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("page", type=Path, help="what gen compare --html wrote")
    parser.add_argument("--operation", default="ListProducts", help="the one below the figure")
    arguments = parser.parse_args()
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        print("There is no Chromium here.", file=sys.stderr)
        return 1
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium, args=["--headless", "--no-sandbox", "--disable-gpu"]
        )
        for scheme in ("light", "dark"):
            page = browser.new_page(
                viewport={"width": _WIDTH, "height": 900},
                color_scheme=scheme,
            )
            page.goto(arguments.page.resolve().as_uri())
            file = Path(__file__).with_name(f"compare-{scheme}.png")
            _take(page, arguments.operation, file)
            print(f"Wrote {file}.")
        browser.close()
    return 0


def _take(page: Page, operation: str, file: Path) -> None:
    """The sentence and the figure, and below them one operation without what is folded."""
    article = f"#op-{operation}"
    page.add_style_tag(
        content=f"""
        main > *:not(#overview, {article}), aside, details {{display: none !important}}
        body {{display: block}} {article} {{padding-bottom: 1rem}}
        """
    )
    page.locator("main").screenshot(path=file)


if __name__ == "__main__":
    sys.exit(main())
