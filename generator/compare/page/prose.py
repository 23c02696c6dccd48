"""Turns the CommonMark of a contract into HTML that can do nothing but be read.

HTML in it is shown as text, images are shown as links, and links lead nowhere but to the web or
to a mail program: what a contract says is not to be trusted.
"""

import functools
import re
from typing import TYPE_CHECKING

from markupsafe import Markup

from generator.diagnostics.render import visible

if TYPE_CHECKING:
    from collections.abc import Callable

# Without any of these, a text of one line is a paragraph.
_MARKED = re.compile(r"[\n*_`\[\]<>#&\\|~=]|^\s*(?:[-+]|\d+[.)])\s|://")
_SAFE = re.compile(r"(?:https?|mailto):", re.IGNORECASE)


def prose(text: str) -> Markup:
    """A description as HTML; empty for one that says nothing."""
    shown = "\n".join(map(visible, text.strip().split("\n")))
    if not shown:
        return Markup("")
    if not _MARKED.search(shown):
        return Markup("<p>{}</p>").format(shown)
    return Markup(_renderer()(shown))


@functools.cache
def _renderer() -> "Callable[[str], str]":
    from markdown_it import MarkdownIt  # a twentieth of a second, and most texts are plain

    markdown = MarkdownIt("commonmark", {"html": False}).disable("image")
    markdown.validateLink = _is_safe  # type: ignore[method-assign]

    def render(text: str) -> str:
        tokens = markdown.parse(text)
        for token in tokens:
            if token.type in ("heading_open", "heading_close"):
                token.tag = "p"  # the page has headings of its own
                if token.nesting == 1:
                    token.attrSet("class", "headed")
        rendered: str = markdown.renderer.render(tokens, markdown.options, {})
        return rendered

    return render


def _is_safe(url: str) -> bool:
    return _SAFE.match(url) is not None
