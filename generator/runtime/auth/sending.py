"""The credentials of a client: chosen for an operation, fetched, and asked for once more."""

import inspect
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

from ..call import CallOptions
from ..codes import Code
from ..coroutines import is_async, until
from ..errors import ServiceError
from ..operation import Operation
from .carried import Carried, carried
from .challenge import is_bearer
from .credentials import ApiKey, Basic, Bearer, Credential
from .schemes import Need, Scheme

_KINDS: dict[type[Any], Callable[[Scheme], bool]] = {
    Bearer: is_bearer,
    Basic: lambda scheme: scheme.kind == "basic",
    ApiKey: lambda scheme: scheme.kind == "api_key",
}

_SYNC = "a sync client takes credentials from a def, not from an async def"

Given = Credential | Mapping[str, Any]
# A value, one for each scheme by its name, or what fetches a fresh one before every call.
Source = Given | Callable[[], Given | Awaitable[Given]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Authorized(CallOptions):
    """The options of a call, with what carries its credentials."""

    carried: Carried


def checked_source(source: Any, *, sync: bool = False) -> Any:
    """The credentials of a client or a call; TypeError if they are none.

    sync: they are for a sync client, which cannot await them.
    """
    for one in source.values() if isinstance(source, Mapping) else (source,):
        if one is None or isinstance(one, Credential):
            continue
        if not callable(one) or inspect.isclass(one):
            kind = type(one).__name__
            text = f"not credentials: {kind}; there are Bearer, Basic and ApiKey"
            if kind == "ChannelCredentials":
                text = "credentials= tells who calls: pass those of grpc as channel_credentials="
            raise TypeError(text)
        if sync and is_async(one):
            raise TypeError(_SYNC)
    return source


def check_names(source: Any, schemes: Sequence[str]) -> None:
    """ValueError for credentials of a scheme that the contract does not have."""
    for name in source if isinstance(source, Mapping) else ():
        if name not in schemes:
            known = ", ".join(map(repr, schemes)) or "none"
            text = f"credentials for {name!r}, which is no scheme of the contract"
            raise ValueError(f"{text}; there are: {known}")


class Sender:
    """Gives one call its credentials.

    Asked again once if the server does not know those that were fetched.
    """

    def __init__(self, operation: Operation[Any], source: Any) -> None:
        self._operation = operation
        self._source = source
        self._sent: list[Credential] = []
        self._fetched: list[tuple[Any, Credential]] = []
        self._unknown: ServiceError | None = None

    @classmethod
    def of(
        cls,
        operation: Operation[Any],
        options: CallOptions,
        source: Any,
    ) -> "Sender | None":
        """What gives a call its credentials; None where it has none, and where it needs none.

        source: those of the client, for calls that have none of their own.
        """
        given = source
        if options.credentials is not None:
            given = checked_source(options.credentials)
        return cls(operation, given) if given is not None and operation.auth else None

    def again(self, error: ServiceError) -> bool:
        """Whether the call is to be made again with credentials that are fetched again."""
        if error.code is not Code.UNAUTHENTICATED or self._unknown is not None:
            return False
        if not self._fetched:
            return False
        for fetch, credential in self._fetched:
            if (forget := getattr(fetch, "forget", None)) is not None:
                forget(credential)
        self._unknown = error
        return True

    def authorized(self, options: CallOptions) -> CallOptions:
        """The options with the credentials, for a sync client."""
        self._fetched = []
        source = self._source
        if not isinstance(source, Mapping | Credential):
            source = self._kept(self._source, self._source())
        chosen = _chosen(self._operation, source)
        values = [(scheme, self._value(one)) for scheme, one in chosen]
        return self._with(options, values)

    def _value(self, one: Any) -> Credential:
        if isinstance(one, Credential):
            return one
        found: Credential = self._kept(one, one())
        return found

    async def authorized_async(
        self,
        options: CallOptions,
        deadline: float | None,
    ) -> CallOptions:
        """The same for an async client; `deadline_exceeded` if they do not come in time."""
        work = self._authorized(options)
        return await (work if deadline is None else until(deadline, work))

    async def _authorized(self, options: CallOptions) -> CallOptions:
        self._fetched = []
        source = self._source
        if not isinstance(source, Mapping | Credential):
            source = self._kept(source, await _fetched(source))
        values = []
        for scheme, one in _chosen(self._operation, source):
            value = one
            if not isinstance(one, Credential):
                value = self._kept(one, await _fetched(one))
            values.append((scheme, value))
        return self._with(options, values)

    def _kept(self, fetch: Any, found: Any) -> Any:
        if inspect.isawaitable(found):
            if inspect.iscoroutine(found):
                found.close()
            raise TypeError(_SYNC)
        checked_source(found)
        if not isinstance(found, Mapping | Credential):
            raise TypeError("what fetches credentials gave none")
        for one in found.values() if isinstance(found, Mapping) else (found,):
            self._fetched.append((fetch, one))
        return found

    def _with(
        self,
        options: CallOptions,
        chosen: list[tuple[Scheme, Credential]],
    ) -> CallOptions:
        for scheme, credential in chosen:
            if not _fits(credential, scheme):
                kind = type(credential).__name__
                text = f"the contract's scheme {scheme.name!r} is {scheme.kind}"
                raise TypeError(f"{text}: it takes no {kind}")
        sent = [credential for _, credential in chosen]
        if self._unknown is not None and sent == self._sent:
            raise self._unknown  # there are no others
        self._sent = sent
        names = [field.name for field in fields(CallOptions)]
        given = {name: getattr(options, name) for name in names}
        return Authorized(**given, carried=carried(chosen))


async def _fetched(fetch: Any) -> Any:
    found = getattr(fetch, "fetch_async", fetch)()
    return await found if inspect.isawaitable(found) else found


def _chosen(operation: Operation[Any], source: Any) -> list[tuple[Scheme, Any]]:
    """The first alternative of an operation that can be met, scheme by scheme; [] if none can.

    A certificate is the connection's business.
    """
    for alternative in operation.auth:
        needs = [need for need in alternative if _travels(need)]
        chosen = [(need.scheme, _for(need, source)) for need in needs]
        if chosen and all(found is not None for _, found in chosen):
            return chosen
    return []


def _travels(need: Need) -> bool:
    return need.scheme.kind != "mutual_tls"


def _for(need: Need, source: Any) -> Any:
    if isinstance(source, Mapping):
        return source.get(need.scheme.name)
    return source if _fits(source, need.scheme) else None


def _fits(credential: Credential, scheme: Scheme) -> bool:
    kind = _KINDS.get(type(credential))
    return kind is not None and kind(scheme)
