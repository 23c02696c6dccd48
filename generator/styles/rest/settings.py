"""Reads ``rest:`` at the top of a contract and on an operation into values that bind can use."""

import re
from dataclasses import dataclass

from generator.diagnostics import Problems, Span
from generator.model import Mapping, Node, Scalar, Sequence
from generator.styles.rest.methods import METHODS
from generator.styles.rest.problems import malformed, malformed_path, unknown_key

FORMATS = ("json", "xml")
OPENAPI = {
    "3.1": "3.1.1",
    "3.1.0": "3.1.0",
    "3.1.1": "3.1.1",
    "3.0": "3.0.3",
    "3.0.3": "3.0.3",
    "3.2": "3.2.0",
    "3.2.0": "3.2.0",
}
STREAM_ENDS = ("event", "close")

_SEGMENT = re.compile(
    r"(?:[A-Za-z0-9\-._~!$&'()*+,;=@]+|\{[A-Za-z_][A-Za-z0-9_]*\})(?::[A-Za-z0-9\-._~]+)?"
)
_HEADER = re.compile(r"[A-Za-z0-9!#$%&'*+\-.^_`|~]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedInput:
    """An input that a correction places, and its name there; None: that of the JSON member."""

    input: str
    name: str | None
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """``rest:`` of one operation; None where it says nothing."""

    method: str | None = None
    method_span: Span | None = None
    path: str | None = None
    path_span: Span | None = None
    status: int | None = None
    status_span: Span | None = None
    query: tuple[PlacedInput, ...] = ()
    headers: tuple[PlacedInput, ...] = ()
    body: PlacedInput | None = None
    stream_end: str | None = None
    stream_end_span: Span | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RestSettings:
    """``rest:`` of a whole contract."""

    base_path: str = ""
    formats: tuple[str, ...] = ("json",)
    openapi: str = "3.1.1"


@dataclass(slots=True)
class _RestReader:
    """Reads nodes, collecting what is wrong with them."""

    problems: Problems

    def text(self, node: Node, what: str, expected: str) -> str | None:
        if isinstance(node, Scalar) and isinstance(node.value, str):
            return node.value
        self.problems.add(malformed(node.span, what, expected))
        return None

    def one_of(self, node: Node, what: str, choices: tuple[str, ...]) -> str | None:
        written = node.text if isinstance(node, Scalar) else None
        if written in choices:
            return written
        expected = f"one of {', '.join(choices)}"
        self.problems.add(malformed(node.span, what, expected))
        return None

    def path(self, node: Node, what: str) -> str | None:
        path = self.text(node, what, "a path, such as /products/{product_id}")
        if path is None:
            return None
        reason = _wrong_with(path)
        if reason is not None:
            self.problems.add(malformed_path(node.span, path, reason))
            return None
        return path

    def name(self, node: Node, what: str, expected: str) -> str | None:
        text = self.text(node, what, expected)
        if text == "":
            self.problems.add(malformed(node.span, f"a name in {what}", "a text that is not empty"))
        return text

    def names(self, node: Node, what: str) -> tuple[PlacedInput, ...]:
        """``[input, …]`` or ``{input: name, …}``."""
        expected = "a list of inputs, or a mapping of inputs to names"
        match node:
            case Sequence(items=items):
                texts = [(item, self.name(item, what, expected)) for item in items]
                return tuple(
                    PlacedInput(input=text, name=None, span=item.span)
                    for item, text in texts
                    if text
                )
            case Mapping():
                entries = [(e, self.name(e.value, what, expected)) for e in node]
                return tuple(
                    PlacedInput(input=e.key, name=text, span=e.key_span)
                    for e, text in entries
                    if text
                )
            case _:
                self.problems.add(malformed(node.span, what, expected))
                return ()

    def headers(self, node: Node) -> tuple[PlacedInput, ...]:
        named = self.names(node, "headers")
        wrong = [header for header in named if not _HEADER.fullmatch(header.name or "X")]
        for header in wrong:
            what = f"the header '{header.name}'"
            self.problems.add(malformed(header.span, what, "a field name as in RFC 9110"))
        return tuple(header for header in named if header not in wrong)


def contract_settings(node: Node | None, problems: Problems) -> RestSettings:
    """Read the settings of a whole contract."""
    if node is None:
        return RestSettings()
    if not isinstance(node, Mapping):
        problems.add(malformed(node.span, "rest", "a mapping of settings"))
        return RestSettings()
    read = _RestReader(problems)
    base_path, formats, openapi = "", ["json"], "3.1.1"
    for entry in node:
        match entry.key:
            case "base_path":
                base_path = read.path(entry.value, "base_path") or ""
                if "{" in base_path or ":" in base_path:
                    reason = "a base path has no variables and no verbs"
                    problems.add(malformed_path(entry.value.span, base_path, reason))
            case "formats":
                formats = _formats(entry.value, read) or formats
            case "openapi":
                openapi = OPENAPI[read.one_of(entry.value, "openapi", tuple(OPENAPI)) or "3.1"]
            case "absent" | "json_case":
                pass  # they hold for every style: the resolve phase has read it
            case key if key.startswith("x-"):
                pass
            case key:
                known = ("absent", "base_path", "formats", "json_case", "openapi")
                problems.add(unknown_key(entry.key_span, key, known))
    return RestSettings(base_path=base_path, formats=tuple(formats), openapi=openapi)


def correction(node: Node | None, problems: Problems) -> Correction:
    """Read the correction of one operation."""
    read = _RestReader(problems)
    match node:
        case None:
            return Correction()
        case Scalar(value=str() as text):
            return _short(node, text, read)
        case Mapping():
            return _long(node, read)
        case Scalar() | Sequence():
            expected = "a method and a path, or a mapping"
            problems.add(malformed(node.span, "rest", expected))
            return Correction()


def _short(node: Scalar, text: str, read: _RestReader) -> Correction:
    """``PUT /products/{product_id}``"""
    method, _, path = text.partition(" ")
    path = path.strip()
    if method not in METHODS or not path:
        expected = f"a method ({', '.join(METHODS)}) and a path"
        read.problems.add(malformed(node.span, f"rest '{text}'", expected))
        return Correction()
    reason = _wrong_with(path)
    if reason is not None:
        read.problems.add(malformed_path(node.span, path, reason))
        return Correction(method=method, method_span=node.span)
    return Correction(method=method, method_span=node.span, path=path, path_span=node.span)


def _long(node: Mapping, read: _RestReader) -> Correction:
    values: dict[str, object] = {}
    for entry in node:
        value = entry.value
        match entry.key:
            case "method":
                method = read.one_of(value, "method", METHODS)
                values |= {"method": method, "method_span": value.span}
            case "path":
                values |= {"path": read.path(value, "path"), "path_span": value.span}
            case "status":
                values |= {"status": _status(value, read), "status_span": value.span}
            case "query":
                values["query"] = read.names(value, "query")
            case "headers":
                values["headers"] = read.headers(value)
            case "body":
                text = read.text(value, "body", "the name of an input")
                if text is not None:
                    values["body"] = PlacedInput(input=text, name=None, span=value.span)
            case "stream_end":
                end = read.one_of(value, "stream_end", STREAM_ENDS)
                values |= {"stream_end": end, "stream_end_span": entry.key_span}
            case key if key.startswith("x-"):
                pass
            case key:
                known = ("method", "path", "status", "query", "headers", "body", "stream_end")
                read.problems.add(unknown_key(entry.key_span, key, known))
    return Correction(**values)  # type: ignore[arg-type]


def _status(node: Node, read: _RestReader) -> int | None:
    match node:
        case Scalar(value=bool()):
            pass
        case Scalar(value=int() as status) if 200 <= status < 300 and status != 206:
            return status
    read.problems.add(malformed(node.span, "status", "a status of success, 200 to 299 but 206"))
    return None


def _formats(node: Node, read: _RestReader) -> list[str]:
    items = node.items if isinstance(node, Sequence) else ()
    formats = [item.text for item in items if isinstance(item, Scalar)]
    known_once = set(formats) <= set(FORMATS) and len(set(formats)) == len(formats)
    if formats[:1] == ["json"] and known_once:
        return formats
    expected = "a list that has json first: [json], or [json, xml]"
    read.problems.add(malformed(node.span, "formats", expected))
    return []


def _wrong_with(path: str) -> str | None:
    if not path.startswith("/"):
        return "it does not start with /"
    if path.endswith("/"):
        return "it ends with /"
    for segment in path.split("/")[1:]:
        if not _SEGMENT.fullmatch(segment):
            return f"the segment '{segment}' is neither text nor one variable"
        if segment in {".", ".."}:
            return "a segment cannot be . or .."
    return None
