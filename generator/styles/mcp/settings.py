"""Reads ``mcp:`` at the top of a contract and on an operation into values that bind can use."""

from collections.abc import Collection
from dataclasses import dataclass

from generator.diagnostics import Problems, Span
from generator.model import Mapping, Node, Scalar, Sequence
from generator.styles.mcp.problems import (
    listed_twice,
    malformed_contract,
    malformed_operation,
    malformed_text,
    unknown_operation,
    unknown_setting,
)

OF_CONTRACT = ("only",)
OF_OPERATION = ("description", "name", "title")

# The operations that are tools, and where the contract says so.
Listed = dict[str, Span]


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """``mcp:`` of one operation; None where it says nothing."""

    hidden: bool = False
    name: str | None = None
    name_span: Span | None = None
    title: str | None = None
    description: str | None = None
    span: Span | None = None


def listed(node: Node | None, known: Collection[str], problems: Problems) -> Listed | None:
    """What ``only`` lists; None where every operation is a tool."""
    match node:
        case None:
            return None
        case Mapping():
            only = _member(node, OF_CONTRACT, problems).get("only")
            if only is None:
                return None
            if isinstance(only, Sequence):
                return _names(only, known, problems)
            problems.add(malformed_contract(only.span))
        case _:
            problems.add(malformed_contract(node.span))
    return None


def _names(only: Sequence, known: Collection[str], problems: Problems) -> Listed:
    found: Listed = {}
    for item in only.items:
        if not isinstance(item, Scalar) or not isinstance(item.value, str):
            problems.add(malformed_contract(item.span))
        elif item.value not in known:
            problems.add(unknown_operation(item.span, item.value, known))
        elif item.value in found:
            problems.add(listed_twice(item.span, item.value, found[item.value]))
        else:
            found[item.value] = item.span
    return found


def correction(node: Node | None, problems: Problems) -> Correction:
    """What the contract corrects of one operation."""
    match node:
        case None:
            return Correction()
        case Scalar(value=False):
            return Correction(hidden=True, span=node.span)
        case Scalar(value=str(name)) if name:
            return Correction(name=name, name_span=node.span, span=node.span)
        case Mapping():
            members = _member(node, OF_OPERATION, problems)
            texts = {key: _text(key, value, problems) for key, value in members.items()}
            return Correction(
                name=texts.get("name"),
                name_span=members["name"].span if "name" in members else None,
                title=texts.get("title"),
                description=texts.get("description"),
                span=node.span,
            )
        case _:
            problems.add(malformed_operation(node.span))
            return Correction()


def _member(node: Mapping, known: Collection[str], problems: Problems) -> dict[str, Node]:
    """The members of a mapping that the style knows."""
    for entry in node:
        if entry.key not in known and not entry.key.startswith("x-"):
            problems.add(unknown_setting(entry.key_span, entry.key, known))
    return {entry.key: entry.value for entry in node if entry.key in known}


def _text(key: str, node: Node, problems: Problems) -> str | None:
    if isinstance(node, Scalar) and isinstance(node.value, str) and node.value.strip():
        return node.value.strip()
    problems.add(malformed_text(node.span, key))
    return None
