"""Decides whether a call may go on: finds its credentials, asks whose they are, looks at scopes."""

from collections.abc import Sequence
from functools import partial
from typing import Any, TypeGuard

from ..call import CURRENT, Call
from ..codes import Code
from ..coroutines import is_async, until
from ..errors import ServiceError
from ..masking import leaving
from ..operation import Operation
from ..run_method import run_method
from .authenticate import Asked, Authenticate, asked
from .challenge import Fault, is_bearer, wanted
from .credentials import Credential, Credentials
from .evidence import Evidence
from .finding import finder
from .principal import Principal
from .refusal import Refusal
from .schemes import Need


def judge_of(
    operation: Operation[Any],
    style: str,
    authenticate: Authenticate | None,
) -> "Judge | None":
    """The judge of an operation; None where anyone may call, or nobody is to be asked.

    ValueError where the contract says who may call, and ``authenticate`` is None.
    """
    del style
    ask = asked(operation, authenticate)
    return None if ask is None else Judge(operation, ask)


class Judge:
    """Lets calls of one operation go on whose credentials are enough.

    Nothing is remembered from one call to the next.
    """

    def __init__(self, operation: Operation[Any], ask: Asked) -> None:
        self._operation = operation
        self._ask: Any = ask
        self._is_async = is_async(ask)
        self._alternatives = [_Alternative(needs) for needs in operation.auth]

    async def __call__(self, call: Call, evidence: Evidence) -> None:
        """Set ``call.principal``; raises only what may leave the server.

        `unauthenticated` if credentials are missing, malformed or unknown, `permission_denied` if
        whoever they belong to lacks a scope, `internal` if ``authenticate`` fails.
        """
        unknown, lacking, found, has_token = "", False, False, False
        credentials: Credentials | None = None
        principal: Principal | None
        failure: BaseException | None = None
        token = CURRENT.set(call)
        try:
            for alternative in self._alternatives:
                credentials = alternative.find(evidence)
                if credentials is None:
                    continue
                found = True
                has_token = has_token or alternative.has_token
                try:
                    if self._is_async and call.deadline is None:
                        principal = await self._ask(credentials)
                    else:
                        principal = await self._bounded(credentials, call)
                    if type(principal) is not Principal:
                        principal = _checked(principal)
                except BaseException as error:
                    failure = leaving(self._operation, error)
                    if _is_unknown(failure):
                        unknown = failure.message
                        continue
                    if failure is error:
                        raise
                    raise failure from error
                if principal is None:
                    continue
                if alternative.scopes <= principal.scopes:
                    call.principal = principal
                    return
                lacking = True
        finally:
            # A failure's traceback holds this frame, and the frame the credentials.
            failure = credentials = None
            CURRENT.reset(token)
        raise self._refusal(unknown, lacking=lacking, found=found, token=has_token)

    async def _bounded(self, credentials: Credentials, call: Call) -> Any:
        """What ``authenticate`` gives within the deadline of the call, be it a ``def``."""
        ask = partial(self._ask, credentials)
        work = run_method(ask, self._is_async, {}, call)
        return await (work if call.deadline is None else until(call.deadline, work))

    def _refusal(
        self,
        unknown: str,
        *,
        lacking: bool,
        found: bool,
        token: bool,
    ) -> Refusal:
        auth = self._operation.auth
        if lacking:
            text = "The caller lacks a scope that this needs."
            denied = Code.PERMISSION_DENIED
            return Refusal(text, code=denied, auth=auth, fault="insufficient_scope")
        text = f"This needs {wanted(auth)}."
        if found:
            text = unknown or "The credentials are not known."
        # An error is told of a token only if there was one (RFC 6750 §3.1).
        fault: Fault | None = "invalid_token" if token else None
        return Refusal(text, code=Code.UNAUTHENTICATED, auth=auth, fault=fault)


def _is_unknown(error: BaseException) -> TypeGuard[ServiceError]:
    """Whether it says that nobody has these credentials."""
    return isinstance(error, ServiceError) and error.code is Code.UNAUTHENTICATED


def _checked(principal: Any) -> Principal | None:
    if principal is None or isinstance(principal, Principal):
        return principal
    kind = type(principal).__name__
    raise TypeError(f"authenticate gave a {kind}, neither a Principal nor None")


class _Alternative:
    """Needs that are met together."""

    def __init__(self, needs: Sequence[Need]) -> None:
        self._schemes = [need.scheme for need in needs]
        self._finders = [(scheme.name, finder(scheme)) for scheme in self._schemes]
        self.has_token = any(is_bearer(scheme) for scheme in self._schemes)
        self.scopes = frozenset(scope for need in needs for scope in need.scopes)

    def find(self, evidence: Evidence) -> Credentials | None:
        """The credentials for all of them; None if some are not there."""
        found: dict[str, Credential] = {}
        for scheme, find in self._finders:
            credential = find(evidence)
            if credential is None:
                return None
            found[scheme] = credential
        return Credentials(found, self._schemes)
