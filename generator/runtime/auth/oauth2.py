"""Fetches access tokens for a client itself: OAuth 2, client credentials (RFC 6749 §4.4)."""

import threading
import time
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Literal
from urllib.parse import quote_plus, urlencode, urlsplit

import msgspec

from ..codes import Code
from ..errors import ServiceError
from ..http.message import HttpRequest, HttpResponse
from .carried import carried
from .credentials import Basic, Bearer
from .schemes import Scheme

if TYPE_CHECKING:
    import ssl

# Seconds for a fetch; of a token's life that are not used, or a tenth of it if that is less; of
# the life of one that does not tell.
_TIMEOUT = 20.0
_EARLY = 30.0
_UNTOLD = 300.0
_MAX_SIZE = 256 * 1024
AuthMethod = Literal["client_secret_basic", "client_secret_post"]
_OF_CLIENT = Scheme(name="client", kind="basic")


class _Token(msgspec.Struct):
    """The answer of a token endpoint (RFC 6749 §5.1)."""

    access_token: str
    token_type: str
    expires_in: float | None = None


class OAuth2ClientCredentials:
    """Tokens for ``credentials=`` of sync and async clients.

    One is used until shortly before it expires, whoever asks, and fetched by one of those who
    wait for it. A server that does not know it any more has another one fetched.
    """

    def __init__(
        self,
        token_url: str,
        client_id: str,
        client_secret: str,
        scopes: Sequence[str] = (),
        *,
        audience: str | None = None,
        auth_method: AuthMethod = "client_secret_basic",
        ssl_context: "ssl.SSLContext | None" = None,
    ) -> None:
        """``token_url``: the token endpoint; ``scopes``: what to ask for; ValueError for no URL.

        audience: whom the token is for, with issuers that ask for it.
        auth_method: where id and secret travel, in the words of RFC 7591 §2: as HTTP Basic,
        form-encoded before as RFC 6749 §2.3.1 says, or as they are in the form
        (``client_secret_post``), for issuers that do not decode them.
        """
        parts = urlsplit(token_url)
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            raise ValueError(f"not the URL of a token endpoint: {token_url!r}")
        self._origin = f"{parts.scheme}://{parts.netloc}"
        form = {"grant_type": "client_credentials"}
        form |= {"scope": " ".join(scopes)} if scopes else {}
        form |= {"audience": audience} if audience is not None else {}
        headers = {
            "content-type": "application/x-www-form-urlencoded",
            "accept": "application/json",
        }
        match auth_method:
            case "client_secret_basic":
                client = Basic(quote_plus(client_id), quote_plus(client_secret))
                headers = {**carried([(_OF_CLIENT, client)]).headers, **headers}
            case "client_secret_post":
                form |= {"client_id": client_id, "client_secret": client_secret}
            case _:
                raise ValueError(f"no way to show a client's secret: {auth_method!r}")
        self._request = HttpRequest(
            method="POST",
            path=(parts.path or "/") + (f"?{parts.query}" if parts.query else ""),
            headers=headers,
            body=urlencode(form).encode(),
        )
        self._ssl = ssl_context
        self._lock = threading.Lock()
        self._fetching = threading.Lock()
        self._token: Bearer | None = None
        self._until = 0.0

    def __repr__(self) -> str:
        return f"OAuth2ClientCredentials({self._origin!r})"

    def __call__(self) -> Bearer:
        """A token that is good; ServiceError where none is to be had."""
        known = self._known()
        if known is not None:
            return known
        with self._fetching:
            return self._known() or self._kept(self._fetch())

    async def fetch_async(self) -> Bearer:
        """The same for an async client; it does not block the event loop."""
        known = self._known()
        if known is not None:
            return known
        import asyncio

        return await asyncio.to_thread(self)

    def forget(self, token: Bearer) -> None:
        """Fetch another one: a server does not know this one."""
        with self._lock:
            if self._token == token:
                self._token = None

    def _known(self) -> Bearer | None:
        with self._lock:
            return self._token if time.monotonic() < self._until else None

    def _kept(self, response: HttpResponse) -> Bearer:
        found = _read(response)
        life = _UNTOLD if found.expires_in is None else max(0.0, found.expires_in)
        with self._lock:
            self._token = token = Bearer(found.access_token)
            self._until = time.monotonic() + life - min(_EARLY, life / 10)
        return token

    def _fetch(self) -> HttpResponse:
        from ..http.sync import SyncHttp

        transport = SyncHttp(
            self._origin,
            ssl_context=self._ssl,
            pool_size=1,
            max_response_size=_MAX_SIZE,
        )
        try:
            return transport.send(self._request, _TIMEOUT)
        finally:
            transport.close()


def _read(response: HttpResponse) -> _Token:
    """The token of an answer; ServiceError for any other, without what it says of secrets."""
    if response.status == 200:
        try:
            found = msgspec.json.decode(response.body, type=_Token)
        except (msgspec.DecodeError, UnicodeDecodeError):
            found = None
        if found is not None and found.token_type.lower() == "bearer":
            return found
        text = "The token endpoint gave no bearer token."
        raise ServiceError(text, code=Code.INTERNAL)
    if response.status >= 500 or response.status == 429:
        text = f"The token endpoint answered with HTTP status {response.status}."
        raise ServiceError(text, code=Code.UNAVAILABLE)
    text = f"The token endpoint refused: {_error(response.body)}, {response.status}."
    raise ServiceError(text, code=Code.PERMISSION_DENIED)


def _error(body: bytes) -> str:
    """The error code of RFC 6749 §5.2."""
    try:
        document: Any = msgspec.json.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return "no reason given"
    error = document.get("error") if isinstance(document, dict) else None
    is_told = isinstance(error, str) and error.isprintable()
    return str(error) if is_told else "no reason given"
