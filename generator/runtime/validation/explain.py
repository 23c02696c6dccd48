"""Says what is wrong with an input: up to 100 violations, in bounded time and memory.

Containers are walked here; what a schema says of a single value is left to jsonschema-rs, keyword
by keyword, so that nothing is judged by other rules than the published schema's. jsonschema-rs
alone would make every error before it gives the first, each with a copy of the value.
"""

import itertools
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any

from ..errors import Violation
from .definitions import JUDGING, may_be_deep, recursive, references
from .keywords import KEYWORDS, Instant, quick
from .violations import DEEPEST, LIMIT, TOO_DEEP, Flaw, detail, pointer

Path = tuple[str | int, ...]
Check = Callable[[Any], bool]
Compile = Callable[[Mapping[str, Any]], Check]
# What one keyword asks for, and what is said where a value is not like that.
Asked = tuple[Check, str]

# Items that are looked at together: if they are all right, that takes one call.
_CHUNK = 256
# Values that are looked at one by one for one input: some 0.2 seconds.
_STEPS = 100_000
# Deeper, lists of recursive values are not looked at together: at every level anew, it adds up.
_DEEPEST_CHUNK = 4
_SINGLE = (
    "minimum",
    "maximum",
    "exclusiveMinimum",
    "exclusiveMaximum",
    "multipleOf",
    "minLength",
    "maxLength",
    "pattern",
    "format",
)
# What has to do with more than the value itself.
_WIDER = JUDGING - {"const", "enum", "type"}


class Explainer:
    """Explains inputs of one definition; ``compile`` makes jsonschema-rs' check of a schema."""

    def __init__(
        self,
        definitions: Mapping[str, Any],
        name: str,
        compile: Compile,
    ) -> None:
        self.compile = compile
        self.recursive = recursive(definitions)
        self._deepest = DEEPEST if may_be_deep(definitions) else sys.maxsize
        self._definitions = definitions
        self._named: dict[str, _Node] = {}
        self._name = name

    def explain(self, raw: object) -> list[Violation] | None:
        """What is wrong, each at the member it is about; None if all that it may look at is right.

        [] means that all of it is.
        """
        walk = _Walk(self._deepest)
        try:
            walk.visit(self.named(self._name), raw, ())
        except _Enough:
            return walk.found or None
        return walk.found

    def named(self, name: str) -> "_Node":
        """A definition; prepared once, since it may have itself as a part."""
        if name not in self._named:
            self._named[name] = _Node(self._definitions[name], self)
        return self._named[name]


class _Enough(Exception):
    """So much has been found, or looked at, that the rest does not matter."""


class _Node:
    """A schema, each keyword of which is prepared when it is first needed."""

    def __init__(self, schema: Mapping[str, Any], explainer: Explainer) -> None:
        self._schema = schema
        self._explainer = explainer
        self.is_leaf = not _WIDER & schema.keys()
        self.is_any = not JUDGING & schema.keys()
        self.most: int = schema.get("maxItems", sys.maxsize)
        self.fewest: int = schema.get("minItems", 0)
        self.required: Sequence[str] = schema.get("required", ())
        self.is_closed = schema.get("additionalProperties") is False

    @cached_property
    def type(self) -> Asked | None:
        """Whether a value is of the type, and what is wrong otherwise."""
        return self._single("type")

    @cached_property
    def enum(self) -> Asked | None:
        """Whether a value is one of some."""
        return self._single("enum") or self._single("const")

    @cached_property
    def singles(self) -> Sequence[Asked]:
        """What else is asked of a value that is neither an object nor a list."""
        found = (self._single(keyword) for keyword in _SINGLE)
        return [check for check in found if check is not None]

    @cached_property
    def own(self) -> Sequence[Any]:
        """The keywords of our own."""
        schema = self._schema
        known = [name for name in KEYWORDS if name in schema]
        own: list[Any] = [KEYWORDS[name]({}, schema[name], []) for name in known]
        return [*own, Instant()] if schema.get("format") == "date-time" else own

    @cached_property
    def is_valid(self) -> Check:
        """Whether a value has all that is asked of it."""
        return self._explainer.compile(quick(self._schema))

    @cached_property
    def unique(self) -> Asked | None:
        """Whether the items of a list differ."""
        return self._single("uniqueItems")

    @cached_property
    def parts(self) -> Sequence["_Node"]:
        """What holds besides."""
        parts = [self._node(part) for part in self._schema.get("allOf", ())]
        reference = self._schema.get("$ref")
        if reference is not None:
            parts.append(self._explainer.named(reference.rpartition("/")[2]))
        return parts

    @cached_property
    def condition(self) -> Check | None:
        """What tells which of two schemas holds."""
        condition = self._schema.get("if")
        return None if condition is None else self._explainer.compile(condition)

    @cached_property
    def branches(self) -> tuple["_Node | None", "_Node | None"]:
        """The schema where the condition does not hold, and that where it does."""
        return self._part("else"), self._part("then")

    @cached_property
    def properties(self) -> Mapping[str, "_Node"]:
        """The known members."""
        found = self._schema.get("properties", {})
        return {name: self._node(part) for name, part in found.items()}

    @cached_property
    def values(self) -> "_Node | None":
        """What all other members are."""
        return None if self.is_closed else self._part("additionalProperties")

    @cached_property
    def items(self) -> "_Node | None":
        """What the items of a list are."""
        return self._part("items")

    @cached_property
    def are_valid(self) -> Check:
        """Whether all values of a list have all that is asked of each."""
        return self._explainer.compile(quick({"items": self._schema}))

    @cached_property
    def is_recursive(self) -> bool:
        """Whether a value may be in a value of the same definition."""
        recursive = self._explainer.recursive
        return any(name in recursive for name in references(self._schema))

    def _single(self, keyword: str) -> Asked | None:
        if keyword not in self._schema:
            return None
        argument = self._schema[keyword]
        check = self._explainer.compile({keyword: argument})
        return check, detail(keyword, argument, self._schema)

    def _part(self, keyword: str) -> "_Node | None":
        part = self._schema.get(keyword)
        return self._node(part) if isinstance(part, Mapping) else None

    def _node(self, schema: Mapping[str, Any]) -> "_Node":
        return _Node(schema, self._explainer)


class _Walk:
    """One input, looked at."""

    def __init__(self, deepest: int) -> None:
        self.found: list[Violation] = []
        self._deepest = deepest
        self._steps = _STEPS

    def visit(self, node: _Node, value: Any, path: Path) -> None:
        """Find what is wrong with a value and what is in it."""
        self._steps -= 1
        if self._steps < 0:
            raise _Enough
        if isinstance(value, Flaw):
            self._add(path, value.text)
        elif len(path) >= self._deepest and isinstance(value, dict | list):
            self._add(path, TOO_DEEP)
        elif node.is_any:
            self._any(node, value, path)
        elif not node.is_leaf or not node.is_valid(value):
            self._closely(node, value, path)

    def _add(self, path: Path, text: str) -> None:
        violation = Violation(pointer(path), text)
        if violation not in self.found:
            self.found.append(violation)
        if len(self.found) == LIMIT:
            raise _Enough

    def _closely(self, node: _Node, value: Any, path: Path) -> None:
        if self._is(node.type, value, path):
            self._is(node.enum, value, path)
        match value:
            case dict():
                self._object(node, value, path)
            case list():
                self._list(node, value, path)
            case _:
                self._single(node, value, path)
        for part in node.parts:
            self.visit(part, value, path)
        if node.condition is not None:
            branch = node.branches[node.condition(value)]
            if branch is not None:
                self.visit(branch, value, path)

    def _is(self, asked: Asked | None, value: Any, path: Path) -> bool:
        """Whether a value is what one keyword asks for; a violation if it is not."""
        if asked is None or asked[0](value):
            return True
        self._add(path, asked[1])
        return False

    def _single(self, node: _Node, value: Any, path: Path) -> None:
        for asked in node.singles:
            self._is(asked, value, path)
        for keyword in node.own:
            for problem in keyword.iter_errors(value):
                self._add(path, str(problem))

    def _object(self, node: _Node, value: Mapping[str, Any], path: Path) -> None:
        properties = node.properties
        if node.is_closed:
            for name in value:
                if name not in properties:
                    self._add((*path, name), "is not a known member")
        elif node.values is not None:
            others = (pair for pair in value.items() if pair[0] not in properties)
            self._all(node.values, others, path)
        for name, part in properties.items():
            if name in value:
                self.visit(part, value[name], (*path, name))
        for name in node.required:
            if name not in value:
                self._add((*path, name), "is required")

    def _list(self, node: _Node, value: Sequence[Any], path: Path) -> None:
        """A list that is too long is one violation: nobody looks at its items."""
        if len(value) > node.most:
            self._add(path, detail("maxItems", node.most, {}))
            return
        if len(value) < node.fewest:
            self._add(path, detail("minItems", node.fewest, {}))
        self._is(node.unique, value, path)
        if node.items is not None:
            self._all(node.items, enumerate(value), path)

    def _all(self, node: _Node, pairs: Iterator[tuple[Any, Any]], path: Path) -> None:
        together = not node.is_recursive or len(path) <= _DEEPEST_CHUNK
        while chunk := [*itertools.islice(pairs, _CHUNK)]:
            if not together or not node.are_valid([value for _, value in chunk]):
                for step, value in chunk:
                    self.visit(node, value, (*path, step))

    def _any(self, node: _Node, value: Any, path: Path) -> None:
        """Any value of JSON: it may hold flaws, and be too deep."""
        pairs: Iterable[tuple[Any, Any]] = ()
        match value:
            case dict():
                pairs = value.items()
            case list():
                pairs = enumerate(value)
            case _:
                pass
        for step, item in pairs:
            if item and isinstance(item, dict | list | Flaw):
                self.visit(node, item, (*path, step))
