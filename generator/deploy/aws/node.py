"""What a document of AWS is made of: values that know their places."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from generator.diagnostics import Span

Scalar: TypeAlias = str | int | float | bool | None
Plain: TypeAlias = "Scalar | list[Plain] | dict[str, Plain]"

_NAMED = re.compile(r"\$\{([^!}.]+)[^}]*\}")  # ${Name} and ${Name.Attribute}, not ${!Literal}


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Member:
    """One entry of a mapping; name: where its key stands."""

    name: Span
    node: "Node"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Node:
    """A value and its place.

    value: a scalar, the elements of a list, or the members of a mapping by their keys. The short
    forms of CloudFormation are what they stand for: ``!Ref A`` is a mapping with the key ``Ref``.
    """

    span: Span
    value: "Scalar | tuple[Node, ...] | Mapping[str, Member]"

    def at(self, *steps: str | int) -> "Node | None":
        """What lies below, by keys of mappings and indices of lists; None where it ends before."""
        node: Node | None = self
        for step in steps:
            if node is None:
                return None
            node = node._step(step)
        return node

    def _step(self, step: str | int) -> "Node | None":
        match self.value, step:
            case Mapping() as members, str():
                return members[step].node if step in members else None
            case tuple() as elements, int():
                return elements[step] if -len(elements) <= step < len(elements) else None
            case _:
                return None

    @property
    def members(self) -> Mapping[str, Member]:
        """Those of a mapping; none of anything else."""
        return self.value if isinstance(self.value, Mapping) else {}

    @property
    def elements(self) -> "tuple[Node, ...]":
        """Those of a list; none of anything else."""
        return self.value if isinstance(self.value, tuple) else ()

    @property
    def text(self) -> str | None:
        """A scalar as text, as CloudFormation takes it: 80 and "80" are the same."""
        match self.value:
            case bool() as value:
                return "true" if value else "false"
            case str() | int() | float() as value:
                return str(value)
            case _:
                return None

    @property
    def number(self) -> int | None:
        """A scalar that is a whole number, as a number or as text."""
        text = self.text
        return int(text) if text is not None and re.fullmatch(r"-?[0-9]{1,18}", text) else None

    @property
    def plain(self) -> Plain:
        """The same without places."""
        match self.value:
            case tuple() as elements:
                return [element.plain for element in elements]
            case Mapping() as members:
                return {key: member.node.plain for key, member in members.items()}
            case scalar:
                return scalar

    @property
    def is_known(self) -> bool:
        """Whether it says itself what it is: no function, whose value a stack gives."""
        return not any(key == "Ref" or key.startswith("Fn::") for key in self.members)

    @property
    def names(self) -> tuple[str, ...]:
        """The parameters and resources that a function names: Ref, Fn::GetAtt, Fn::Sub."""
        return tuple(dict.fromkeys(self._names()))

    def _names(self) -> Iterator[str]:
        for key, member in self.members.items():
            node = member.node
            match key:
                case "Ref":
                    yield from (node.text,) if node.text else ()
                case "Fn::GetAtt":
                    first = node.at(0)
                    text = node.text if first is None else first.text
                    yield from (text.partition(".")[0],) if text else ()
                case "Fn::Sub":
                    pattern = node if node.elements == () else node.elements[0]
                    own = node.elements[1].members if len(node.elements) > 1 else {}
                    named = _NAMED.findall(pattern.text or "")
                    yield from (name for name in named if name not in own)
                    for given in own.values():
                        yield from given.node._names()
                case _:
                    yield from node._names() if key.startswith("Fn::") else ()
        for element in self.elements:
            yield from element._names()
