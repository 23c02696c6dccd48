"""Answers what a server of XML-RPC is asked about itself: its methods, their signatures, its ways.

What the contract's methods are stands in ``methods.json`` beside the server.
"""

import json
from collections.abc import Callable
from typing import Any

MULTICALL = "system.multicall"
_UNTOLD = "There is no method of this name here."

_OWN: dict[str, dict[str, Any]] = {
    "system.getCapabilities": {
        "help": "What this server can do, each with the URL and version of its specification.",
        "signatures": [["struct"]],
    },
    "system.listMethods": {
        "help": "The names of all methods.",
        "signatures": [["array"]],
    },
    "system.methodHelp": {
        "help": "What a method does.",
        "signatures": [["string", "string"]],
    },
    "system.methodSignature": {
        "help": "The signatures of a method: of each the type of its result, then its parameters'.",
        "signatures": [["array", "string"]],
    },
    MULTICALL: {
        "help": (
            "Makes several calls, each a struct with 'methodName' and 'params'. Each is answered"
            " with an array that holds its result, or with a struct that is its fault."
        ),
        "signatures": [["array", "array"]],
    },
}
# Of each the URL and the version of its specification.
_SPECIFICATIONS: dict[str, tuple[str, int]] = {
    "xmlrpc": ("http://www.xmlrpc.com/spec", 1),
    "faults_interop": (
        "http://xmlrpc-epi.sourceforge.net/specs/rfc.fault_codes.php",
        20010516,
    ),
    MULTICALL: ("http://www.xmlrpc.com/discuss/msgReader$1208", 1),
    "introspection": ("http://phpxmlrpc.sourceforge.net/doc-2/ch10.html", 2),
    "nil": ("http://www.ontosys.com/xml-rpc/extensions.php", 20010518),
}
_CAPABILITIES = {
    name: {"specUrl": url, "specVersion": version}
    for name, (url, version) in _SPECIFICATIONS.items()
}


class System:
    """The methods below ``system``, but for multicall, which calls the others."""

    def __init__(self, document: Callable[[], bytes]) -> None:
        self._document = document
        self._read: dict[str, dict[str, Any]] | None = None

    def knows(self, name: str) -> bool:
        """Whether a method is one of these."""
        return name in _OWN and name != MULTICALL

    def answer(self, name: str, params: list[Any]) -> Any:
        """What one of them gives; ValueError for parameters that it does not take."""
        match name, params:
            case "system.listMethods", []:
                return [*self._methods]
            case "system.getCapabilities", []:
                return _CAPABILITIES
            case "system.methodHelp", [str(method)]:
                return self._of(method)["help"]
            case "system.methodSignature", [str(method)]:
                return self._of(method)["signatures"]
            case (("system.methodHelp" | "system.methodSignature"), _):
                raise ValueError(f"{name} takes the name of a method")
            case _:
                raise ValueError(f"{name} takes no parameters")

    def _of(self, method: str) -> dict[str, Any]:
        found = self._methods.get(method)
        if found is None:
            raise ValueError(_UNTOLD)
        return found

    @property
    def _methods(self) -> dict[str, dict[str, Any]]:
        """All methods, the contract's first."""
        if self._read is None:
            self._read = {**json.loads(self._document())["methods"], **_OWN}
        return self._read
