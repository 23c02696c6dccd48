"""How a contract travels over JSON-RPC: what spec, server and client are all made from."""

from dataclasses import dataclass
from functools import cached_property

from generator.model import Field, Operation

# The parameter that holds a file, whole.
CONTENT = "content"
NOTIFICATIONS, RESPONSES = "notifications", "responses"
FORMS = (NOTIFICATIONS, RESPONSES)


@dataclass(frozen=True, slots=True, kw_only=True)
class JsonRpcMethod:
    """One operation as a method; ``params`` are in their positions: required ones first.

    form: how the items of its answer travel, if it is a stream of items.
    """

    operation: Operation
    name: str
    params: tuple[Field, ...]
    form: str = NOTIFICATIONS

    @property
    def events(self) -> bool:
        """Whether it answers with events, one for each item; a file is a result like any other."""
        return self.operation.stream_output and self.operation.body_out is None

    @property
    def content(self) -> bool:
        """Whether it takes a file, as base64 in one of its parameters."""
        return self.operation.body_in is not None and self.operation.body_in.chunks

    @property
    def offered(self) -> bool:
        """Whether it can be called: a client's stream of items cannot be sent."""
        return self.operation.stream_input is None or self.content


@dataclass(frozen=True, kw_only=True)
class JsonRpcBinding:
    """All methods, in the contract's order; their names are unique."""

    methods: tuple[JsonRpcMethod, ...]

    def method(self, operation: str) -> JsonRpcMethod:
        """How an operation travels, by its name in the contract."""
        return self._methods[operation]

    @cached_property
    def _methods(self) -> dict[str, JsonRpcMethod]:
        return {method.operation.name.text: method for method in self.methods}
