"""Texts in which a ``|`` marks a place."""

from pathlib import Path

from generator.editor.project import Project
from generator.editor.text import Place, Text

FILE = Path("/contracts/shop.yaml")
MARK = "‸"

SHOP = """\
contract: shop.v1
version: 1.0.0

auth:
  token: {scheme: bearer}

types:
  Category:
    enum: [Clothes, Shoes]

  Product:
    description: One product.
    fields:
      id: {type: string, read_only: true}
      name: {type: string, max_length: 20}
      category: Category
      parts: {type: list<Part>, max_items: 9}

  Part:
    fields: {size: int32}

errors:
  NotThere: {code: not_found, fields: {product_id: string}}

resources:
  Product: {key: id}

operations:
  AddProduct:
    create: Product
    description: Add one.
  GetProduct: {get: Product, errors: [NotThere]}
"""


def marked(text: str) -> tuple[str, Place]:
    """A text without its mark, and where that was."""
    before, mark, after = text.partition(MARK)
    assert mark, "no mark"
    line = before.count("\n")
    return before + after, Place(line, len(before) - before.rfind("\n") - 1)


def at(text: str, word: str, inside: int = 0) -> Place:
    """The place of a word that stands once in a text, or of a character of it."""
    assert text.count(word) == 1, f"{word!r} stands there {text.count(word)} times"
    before = text[: text.index(word) + inside]
    return Place(before.count("\n"), len(before) - before.rfind("\n") - 1)


def project(text: str, others: dict[str, str] | None = None) -> Project:
    """A project with one text open at FILE, and others beside it."""
    made = Project()
    made.open[FILE] = Text(text)
    for name, content in (others or {}).items():
        made.open[FILE.parent / name] = Text(content)
    return made
