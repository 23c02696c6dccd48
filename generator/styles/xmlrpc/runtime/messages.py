"""Reads the messages of XML-RPC: calls and responses, with their values as Python has them.

Document type declarations are refused, so that no entity can expand, and nothing is ever fetched.
Values that are too deep are left out: the judge refuses what is above them.
"""

from typing import Any
from xml.parsers import expat

from generator.runtime import xml_encodings
from generator.runtime.validation.violations import DEEPEST, Flaw
from generator.styles.xmlrpc.runtime.plain import Message, read_plain
from generator.styles.xmlrpc.runtime.scalars import KEPT, SCALARS, Refuse

# Values within values that are kept, and elements below them that are read over.
_CUT = 2 * DEEPEST
_DEEPEST_XML = 10_000
_BLANKS = " \t\r\n"
_PIECE = 1 << 16
_NONE: frozenset[str] = frozenset()
_VALUE = frozenset({"value"})
_INSIDE = {
    "": frozenset({"methodCall", "methodResponse"}),
    "methodCall": frozenset({"methodName", "params"}),
    "methodResponse": frozenset({"params", "fault"}),
    "params": frozenset({"param"}),
    "param": _VALUE,
    "fault": _VALUE,
    "value": frozenset({*SCALARS, "struct", "array"}),
    "array": frozenset({"data"}),
    "data": _VALUE,
    "struct": frozenset({"member"}),
    "member": frozenset({"name", "value"}),
}


class Unreadable(Exception):
    """The bytes are not XML, or XML that is refused."""


class NotAMessage(Exception):
    """The document is XML, and not the message that was expected."""


def read(body: bytes, charset: str | None = None, refuse: Refuse = Flaw) -> Message:
    """A message; a scalar that is none becomes what ``refuse`` makes of the reason.

    charset: of the content type, which counts more than what the document declares (RFC 7303 §3).
    Raises Unreadable and NotAMessage.
    """
    plain = read_plain(body, charset, refuse)
    return read_closely(body, charset, refuse) if plain is None else plain


def read_closely(body: bytes, charset: str | None, refuse: Refuse) -> Message:
    """The same for a message however it is written, with a parser of XML."""
    reader = _Reader(refuse)
    try:
        xml_encodings.check(charset)
        parser = expat.ParserCreate(charset)
        parser.buffer_text = True
        parser.buffer_size = _PIECE
        parser.StartElementHandler = reader.start
        parser.EndElementHandler = reader.end
        parser.CharacterDataHandler = reader.texts.append
        parser.StartDoctypeDeclHandler = _doctype
        parser.XmlDeclHandler = xml_encodings.declared
        last = 0
        while last + _PIECE < len(body):  # expat copies what it gets
            parser.Parse(body[last : last + _PIECE], False)
            last += _PIECE
        parser.Parse(body[last:] if last else body, True)
    except (expat.ExpatError, LookupError, ValueError) as error:
        # The latter two are about an encoding that Python does not know, or expat does not take.
        raise Unreadable(str(error)) from None
    return reader.message()


def _doctype(*_: object) -> None:
    raise Unreadable("document type declarations are not allowed")


class _Nothing:
    """No value yet."""


class _Reader:
    """The state of one reading, and what expat calls."""

    def __init__(self, refuse: Refuse) -> None:
        self.texts: list[str] = []
        self._refuse = refuse
        self._open = [""]
        self._values: list[Any] = []  # arrays and structs that are open
        self._names: list[Any] = []  # of the members that are open
        self._value: Any = _Nothing
        self._depth = self._deeper = 0
        self._method: str | None = None
        self._params: list[Any] = []
        self._count = 0
        self._fault: Any = _Nothing
        self._marked = False

    def start(self, name: str, _: object) -> None:
        """An element begins."""
        if self._deeper:
            self._deeper += 1
            if self._deeper > _DEEPEST_XML:
                raise Unreadable("the document is nested too deeply")
            return
        parent = self._open[-1]
        if name not in _INSIDE.get(parent, _NONE):
            within = f"within '{parent}'" if parent else "as the root"
            raise NotAMessage(f"'{name[:100]}' cannot stand {within}")
        if self.texts:
            self._no_text(parent)
        if parent == "value" and self._value is not _Nothing:
            raise NotAMessage("a 'value' holds one value")
        if name == "value":
            self._value = _Nothing
            self._depth += 1
            if self._depth > _CUT:
                self._deeper = 1
                return
        elif name == "struct":
            self._values.append({})
        elif name == "array":
            self._values.append([])
        elif name == "member":
            self._names.append(_Nothing)
        self._open.append(name)

    def end(self, name: str) -> None:
        """An element ends."""
        if self._deeper:
            self._deeper -= 1
            if not self._deeper:
                self.texts.clear()
                self._add(None)
            return
        self._open.pop()
        scalar = SCALARS.get(name)
        if scalar is not None:
            self._value = scalar(self._text(), self._refuse)
            if type(self._value) in KEPT:
                self._marked = True
        elif name == "value":
            if self._value is _Nothing:
                self._value = self._text()
            elif self.texts:
                self._no_text(name)
            self._add(self._value)
        else:
            self._end_other(name)

    def _end_other(self, name: str) -> None:
        if name == "name":
            if self._names[-1] is not _Nothing:
                raise NotAMessage("a 'member' has one 'name'")
            self._names[-1] = self._text()
            return
        if name == "methodName":
            if self._method is not None:
                raise NotAMessage("a 'methodCall' has one 'methodName'")
            self._method = self._text()
            return
        if self.texts:
            self._no_text(name)
        if name in ("struct", "array"):
            self._value = self._values.pop()
        elif name == "member":
            if self._names.pop() is not None:
                raise NotAMessage("a 'member' has a 'name' and a 'value'")
        elif name == "param":
            self._count += 1
            if len(self._params) != self._count:
                raise NotAMessage("a 'param' holds one value")
        elif name == "fault" and self._fault is _Nothing:
            raise NotAMessage("a 'fault' holds one value")

    def _add(self, value: Any) -> None:
        """A value ends, and goes where it belongs."""
        self._depth -= 1
        self._value = _Nothing
        parent = self._open[-1]
        if parent == "data":
            self._values[-1].append(value)
        elif parent == "member":
            name, self._names[-1] = self._names[-1], None
            if type(name) is not str:
                raise NotAMessage("a 'member' has a 'name', and then a 'value'")
            struct = self._values[-1]
            again = name in struct
            struct[name] = self._refuse("is given more than once") if again else value
        elif parent == "param":
            self._params.append(value)
        elif self._fault is _Nothing:
            self._fault = value
        else:
            raise NotAMessage("a 'fault' holds one value")

    def _text(self) -> str:
        """What stands in an element that holds text."""
        texts = self.texts
        text = texts[0] if len(texts) == 1 else "".join(texts)
        texts.clear()
        return text

    def _no_text(self, name: str) -> None:
        """What stands among elements must be blank."""
        if self._text().strip(_BLANKS):
            raise NotAMessage(f"'{name}' holds no text beside elements")

    def message(self) -> Message:
        """What was read, which is all of a document."""
        fault = None if self._fault is _Nothing else self._fault
        return Message(self._method, self._params, fault, self._marked)
