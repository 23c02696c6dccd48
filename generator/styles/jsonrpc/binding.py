"""How a contract travels over JSON-RPC: what spec, server and client are all made from."""

from dataclasses import dataclass
from functools import cached_property

from generator.model import Field, Operation


@dataclass(frozen=True, slots=True, kw_only=True)
class JsonRpcMethod:
    """One operation as a method; ``params`` are in their positions: required ones first."""

    operation: Operation
    name: str
    params: tuple[Field, ...]

    @property
    def streaming(self) -> bool:
        """Whether it streams, which this style does not offer: a call is `unimplemented`."""
        return self.operation.stream_input is not None or self.operation.stream_output


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
