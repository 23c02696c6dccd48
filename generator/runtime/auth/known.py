"""Lets calls go on whose caller is known before any comes: who has started the process."""

from collections.abc import Sequence
from typing import Any

from ..call import Call
from ..codes import Code
from ..operation import Operation
from .authenticate import UNCHECKED, Unchecked
from .evidence import Evidence
from .judge import Judge
from .principal import Principal
from .refusal import Refusal
from .schemes import Need

_CHOICES = (
    "pass principal=, a `Principal` with its scopes, or principal=UNCHECKED, which says that "
    "whoever has started this process may call"
)


class KnownCaller(Judge):
    """Stands in for a `Judge` where a request has no credentials."""

    def __init__(self, operation: Operation[Any], principal: Principal) -> None:
        self._auth = operation.auth
        self._principal = principal
        self._wanted = [_scopes(needs) for needs in operation.auth]

    @classmethod
    def of(
        cls, operation: Operation[Any], principal: Principal | Unchecked | None
    ) -> "KnownCaller | None":
        """The judge of an operation; None where anyone may call.

        ValueError where the contract says who may call, and ``principal`` is None.
        """
        if not operation.auth or principal is UNCHECKED:
            return None
        if principal is None:
            raise ValueError(
                f"the contract says who may call {operation.name}: {_CHOICES}",
            )
        if not isinstance(principal, Principal):
            raise TypeError(f"not a Principal: {principal!r}")
        return cls(operation, principal)

    async def __call__(self, call: Call, evidence: Evidence) -> None:
        """Set ``call.principal``; `permission_denied` if it lacks a scope."""
        del evidence
        if not any(scopes <= self._principal.scopes for scopes in self._wanted):
            text = "The caller lacks a scope that this needs."
            denied = Code.PERMISSION_DENIED
            raise Refusal(
                text,
                code=denied,
                auth=self._auth,
                fault="insufficient_scope",
            )
        call.principal = self._principal


def _scopes(needs: Sequence[Need]) -> frozenset[str]:
    return frozenset(scope for need in needs for scope in need.scopes)


class NoEvidence:
    """That of a call that has none."""

    def header(self, name: str) -> None:
        """No header."""
        del name

    def query(self, name: str) -> None:
        """No parameter."""
        del name

    def cookie(self, name: str) -> None:
        """No cookie."""
        del name

    def certificate(self) -> None:
        """No certificate."""
