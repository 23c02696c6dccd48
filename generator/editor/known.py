"""Tells whether a name was known before: in the lock, or in the file as it was committed last."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import yaml

from generator.editor.outline import Outline, Part
from generator.editor.project import at
from generator.editor.symbols import Kind, Symbol
from generator.model import Entry, Mapping, Node, Scalar, Sequence


@dataclass(frozen=True, kw_only=True)
class Known:
    """What was there before: the file in git's HEAD, and the lock as it is."""

    head: Outline | None = None
    lock: str = ""


def was_known(symbol: Symbol, known: Known) -> bool:
    """Whether the lock, or the last commit, has a thing under its name."""
    if known.head is not None:
        part = known.head.get(*symbol.path[:2])
        if part is not None and declaration(part, symbol.path)[1] is not None:
            return True
    owner, name = symbol.path[1], symbol.name
    match symbol.kind:
        case Kind.FIELD | Kind.VALUE | Kind.TAG:
            return any(name in fields for fields in _locked(known.lock, _owned_by(owner)))
        case Kind.TYPE | Kind.ERROR:
            return any(True for _ in _locked(known.lock, lambda message: message == name))
        case Kind.OPERATION:
            return any(
                True for _ in _locked(known.lock, lambda message: message == f"{name}Request")
            )
        case Kind.RESOURCE | Kind.AUTH:
            return False


def _owned_by(owner: str) -> Callable[[str], bool]:
    return lambda message: message in (owner, f"{owner}Request", f"{owner}Response")


def _locked(lock: str, wanted: Callable[[str], bool]) -> Iterable[dict[str, object]]:
    """What the lock has of some messages."""
    try:
        content = yaml.safe_load(lock)
    except yaml.YAMLError:
        return
    for messages in content.values() if isinstance(content, dict) else ():
        for name, message in messages.items() if isinstance(messages, dict) else ():
            if wanted(str(name)) and isinstance(message, dict):
                used = message.get("used")
                yield used if isinstance(used, dict) else {}


def declaration(part: Part, path: tuple[str, ...]) -> tuple[Node | None, Entry | Scalar | None]:
    """The entry (or the item of a list) that declares what a path leads to, and what holds it."""
    holder: Node | None = None
    found: Entry | Scalar | None = part.entry
    node = part.value
    for key in path[2:]:
        match node:
            case Mapping():
                holder, found = node, node.entry(key)
                node = None if found is None else found.value
            case Sequence() if key == "[]":
                inner = [item for item in node.items if at(item, path[-1]) is not None]
                node = inner[0] if inner else None
            case Sequence():
                holder = node
                items = (one for one in node.items if isinstance(one, Scalar) and one.text == key)
                found, node = next(items, None), None
            case _:
                return None, None
    return holder, found
