"""What a call comes to, and how that is written."""

from typing import NamedTuple

from generator.styles.xmlrpc.runtime.failures import response
from generator.styles.xmlrpc.runtime.writing import PROLOGUE

_BEFORE = f"{PROLOGUE}<methodResponse><params><param><value>"
_AFTER = "</value></param></params></methodResponse>\n"


class Outcome(NamedTuple):
    """What a call comes to: the XML of its result, or of its fault."""

    xml: str
    failed: bool = False

    @property
    def response(self) -> bytes:
        """All of the answer to the only call of a request."""
        if self.failed:
            return response(self.xml)
        return f"{_BEFORE}{self.xml}{_AFTER}".encode()

    @property
    def within(self) -> str:
        """The answer to one call of a multicall."""
        if self.failed:
            return f"<value>{self.xml}</value>"
        inner = f"<array><data><value>{self.xml}</value></data></array>"
        return f"<value>{inner}</value>"
