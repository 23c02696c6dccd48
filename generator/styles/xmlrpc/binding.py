"""How a contract travels over XML-RPC: what server, clients and introspection are made from."""

from dataclasses import dataclass
from functools import cached_property

from generator.model import Field, Operation

# The parameter that holds a file, whole.
CONTENT = "content"


@dataclass(frozen=True, slots=True, kw_only=True)
class XmlRpcMethod:
    """One operation as a method; ``params`` are in their positions: required ones first."""

    operation: Operation
    name: str
    params: tuple[Field, ...]

    @property
    def content(self) -> bool:
        """Whether it takes a file, as base64 in one of its parameters."""
        return self.operation.body_in is not None and self.operation.body_in.chunks

    @property
    def offered(self) -> bool:
        """Whether it can be called: streams of items are not carried, a file is one value."""
        takes_items = self.operation.stream_input is not None and not self.content
        gives_items = self.operation.stream_output and self.operation.body_out is None
        return not (takes_items or gives_items)


@dataclass(frozen=True, kw_only=True)
class XmlRpcBinding:
    """All methods, in the contract's order; their names are unique."""

    methods: tuple[XmlRpcMethod, ...]

    def method(self, operation: str) -> XmlRpcMethod:
        """How an operation travels, by its name in the contract."""
        return self._methods[operation]

    @cached_property
    def _methods(self) -> dict[str, XmlRpcMethod]:
        return {method.operation.name.text: method for method in self.methods}
