"""Puts functions for ``authenticate=`` together: any of them, or one for each scheme."""

from collections.abc import Awaitable, Callable, Sequence
from functools import partial

from ..call import current_call
from ..codes import Code
from ..coroutines import is_async
from ..errors import ServiceError
from ..run_method import run_method
from .authenticate import Asked
from .credentials import Credentials
from .principal import Principal
from .schemes import Need
from .vouching import Helper


def any_of(*known: Asked) -> Helper:
    """Ask one after the other; the first that knows the credentials tells whose they are.

    One that raises `unauthenticated` does not know them; its words are told if nobody does.
    """
    return _AnyOf(known)


def by_scheme(**known: Asked) -> Helper:
    """Ask the function of each scheme, by its name: ``by_scheme(token=JwtTokens(), key=…)``.

    Where an operation needs several schemes together, each must know its own. Then the caller is
    who the first of them is, with the scopes of all.
    """
    return _ByScheme(known)


class _AnyOf(Helper):
    def __init__(self, known: Sequence[Asked]) -> None:
        if not known:
            raise TypeError("any_of needs at least one function")
        self._known = known
        self._asks = [_asking(ask) for ask in known]

    async def __call__(self, credentials: Credentials) -> Principal | None:
        unknown: ServiceError | None = None
        for ask in self._asks:
            try:
                principal = await ask(credentials)
            except ServiceError as error:
                if error.code is not Code.UNAUTHENTICATED:
                    raise
                unknown = error
            else:
                if principal is not None:
                    return principal
        if unknown is not None:
            raise unknown
        return None

    def fault(self, needs: Sequence[Need]) -> str | None:
        faults = [_fault(ask, needs) for ask in self._known]
        return "; ".join(map(str, faults)) if all(faults) else None


class _ByScheme(Helper):
    def __init__(self, known: dict[str, Asked]) -> None:
        if not known:
            raise TypeError("by_scheme needs at least one scheme")
        self._known = known
        self._asks = {name: _asking(ask) for name, ask in known.items()}

    async def __call__(self, credentials: Credentials) -> Principal | None:
        principals: list[Principal] = []
        schemes = {scheme.name: scheme for scheme in credentials.schemes}
        for name, credential in credentials.items():
            ask = self._asks.get(name)
            if ask is None:
                return None
            own = [schemes[name]] if name in schemes else []
            principal = await ask(Credentials({name: credential}, own))
            if principal is None:
                return None
            principals.append(principal)
        if len(principals) < 2:
            return principals[0]
        first = principals[0]
        scopes = frozenset[str]().union(*(one.scopes for one in principals))
        return Principal(first.subject, scopes, first.claims)

    def fault(self, needs: Sequence[Need]) -> str | None:
        for need in needs:
            ask = self._known.get(need.scheme.name)
            if ask is None:
                return f"by_scheme has nothing for the scheme {need.scheme.name!r}"
            fault = _fault(ask, [need])
            if fault is not None:
                return fault
        return None


def _fault(ask: Asked, needs: Sequence[Need]) -> str | None:
    return ask.fault(needs) if isinstance(ask, Helper) else None


def _asking(ask: Asked) -> Callable[[Credentials], Awaitable[Principal | None]]:
    """What is awaited: a helper as it is."""
    return ask if isinstance(ask, Helper) else partial(_asked, ask)


async def _asked(ask: Asked, credentials: Credentials) -> Principal | None:
    question, call = partial(ask, credentials), current_call()
    principal: Principal | None = await run_method(question, is_async(ask), {}, call)
    return principal
