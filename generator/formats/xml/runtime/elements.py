"""Reads an XML document into elements, and refuses what none of them has.

Document type declarations are refused, so that no entity can expand, and nothing is ever fetched.
"""

from dataclasses import dataclass, field
from xml.parsers import expat

from generator.runtime import xml_encodings
from generator.runtime.validation.violations import DEEPEST

XSI = "http://www.w3.org/2001/XMLSchema-instance"

# Deeper elements are left out: the judge refuses what is above them.
_CUT = 2 * DEEPEST
_TRUE = {"true", "1"}
# Of these every document may have attributes (``xsi:schemaLocation``, ``xml:lang``).
_COMMON = {XSI, "http://www.w3.org/XML/1998/namespace"}


class NotXml(ValueError):
    """A document that is not XML, or that says what no value of its type has."""


@dataclass(slots=True)
class Element:
    """One element while it is read.

    key: the member that it is; type: what its attribute says that it holds, "" for nothing.
    """

    name: str
    key: str = ""
    type: str = ""
    is_nil: bool = False
    children: "list[Element]" = field(default_factory=list)
    texts: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """All its text."""
        return "".join(self.texts)


def parse(body: bytes) -> Element:
    """The root of a document; refuses what is not XML, or says what would be lost."""
    root = Element("")
    stack = [root]
    deeper = 0

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal deeper
        if len(stack) > _CUT:
            deeper += 1
            return
        element = _element(name, attributes)
        stack[-1].children.append(element)
        stack.append(element)

    def end(_: str) -> None:
        nonlocal deeper
        if deeper:
            deeper -= 1
        else:
            stack.pop()

    def text(data: str) -> None:
        if not deeper:
            stack[-1].texts.append(data)

    def doctype(*_: object) -> None:
        raise _refusal("document type declarations are not allowed")

    parser = expat.ParserCreate(namespace_separator="}")
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = text
    parser.StartDoctypeDeclHandler = doctype
    parser.XmlDeclHandler = xml_encodings.declared
    try:
        parser.Parse(body, True)
    except (expat.ExpatError, LookupError, ValueError) as error:
        # The latter two are about an encoding that Python does not know, or expat does not take.
        raise _refusal(str(error)) from None
    return root.children[0]


def _element(full_name: str, attributes: dict[str, str]) -> Element:
    """An element as expat tells it: ``namespace}name``, or a name alone."""
    namespace, _, name = full_name.rpartition("}")
    if namespace:
        text = f"The element '{name}' must be in no namespace, not in '{namespace}'."
        raise NotXml(text)
    element = Element(name, key=name)
    for full, value in attributes.items():
        space, _, attribute = full.rpartition("}")
        if full == "type":
            element.type = value
        elif full == "key" and name == "entry":
            element.key = value
        elif space == XSI and attribute == "nil":
            element.is_nil = value in _TRUE
        elif space not in _COMMON:
            text = f"The element '{name}' has no attribute '{attribute}' here."
            raise NotXml(text)
    return element


def _refusal(reason: str) -> NotXml:
    return NotXml(f"The body is not XML: {reason}")
