"""Knows names with passwords (RFC 7617), of which only hashes by scrypt (RFC 7914) are kept.

``python -m generated._support.auth.passwords`` asks for a password and prints its hash.
"""

import asyncio
import base64
import binascii
import functools
import hashlib
import hmac
import os
import re
import threading
import time
from collections.abc import Mapping
from concurrent.futures import Future, ThreadPoolExecutor

from ..codes import Code
from ..errors import ServiceError
from .credentials import Basic, Credentials
from .principal import Principal
from .vouching import OneKind, principal_of

# As OWASP recommends; 16 MiB and about a tenth of a second each.
_LOG_N, _R, _P = 14, 8, 5
_NUMBER, _BASE64 = r"([0-9]{1,2})", r"([A-Za-z0-9+/]+)"
_PHC = re.compile(
    rf"\$scrypt\$ln={_NUMBER},r={_NUMBER},p={_NUMBER}\${_BASE64}\${_BASE64}"
).fullmatch
_MOST_MEMORY = 256 * 1024 * 1024
# Passwords that are being checked or wait for it; a flood of wrong ones is refused.
_MOST = 64
# Seconds for which a password that was right need not be checked again, and how many of them.
_REMEMBERED = 300.0
_MOST_REMEMBERED = 10_000


@functools.cache
def _threads() -> ThreadPoolExecutor:
    """Two: hashing lets go of the interpreter, but takes a processor and memory."""
    return ThreadPoolExecutor(2, thread_name_prefix="password")


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_threads.cache_clear)


def hash_password(password: str) -> str:
    """A hash of a password that `Passwords` knows; another one each time, as it has a salt."""
    salt = os.urandom(16)
    return _written(salt, _scrypt(password, salt, _LOG_N, _R, _P))


def _written(salt: bytes, made: bytes) -> str:
    return f"$scrypt$ln={_LOG_N},r={_R},p={_P}${_text(salt)}${_text(made)}"


class Passwords(OneKind):
    """Knows who has which password: ``Passwords({"ann": "$scrypt$ln=14,…"})``.

    Hashes are made in threads, and a password that was right is not hashed again for five minutes;
    a change of the hashes counts at once.
    """

    kinds = frozenset({"basic"})

    def __init__(
        self,
        hashes: Mapping[str, str],
        principals: Mapping[str, Principal] | None = None,
    ) -> None:
        """Take the hash of everybody's password, as `hash_password` makes it.

        principals: who has scopes or claims; all others have none. ValueError for what is no hash.
        """
        for name, known in hashes.items():
            if _PHC(known) is None:
                raise ValueError(f"no hash of hash_password: that of {name!r}")
        self._hashes = hashes
        self._principals = principals or {}
        self._nobody = _written(os.urandom(16), os.urandom(32))
        self._key = os.urandom(32)
        self._lock = threading.Lock()
        self._running: dict[bytes, Future[bool]] = {}
        self._right: dict[bytes, float] = {}

    async def __call__(self, credentials: Credentials) -> Principal | None:
        """Who it is; `resource_exhausted` where too many passwords wait for being checked."""
        found = self.only(credentials)
        if not isinstance(found, Basic):
            return None
        # Who is not known takes as long as who is.
        known = self._hashes.get(found.username)
        is_right = await self._is_right(found, self._nobody if known is None else known)
        if known is None or not is_right:
            return None
        principal = self._principals.get(found.username)
        return principal_of(found.username if principal is None else principal)

    async def _is_right(self, given: Basic, known: str) -> bool:
        digest = self._digest(given, known)
        until = self._right.get(digest)
        if until is not None and time.monotonic() < until:
            return True
        running = self._begin(digest, given.password, known)
        return await asyncio.shield(asyncio.wrap_future(running))

    def _digest(self, given: Basic, known: str) -> bytes:
        """What it is remembered by: the hash is part of it, so that another one is not."""
        parts = (given.username, given.password, known)
        text = b"".join(b"%d:%b" % (len(raw), raw) for raw in map(_raw, parts))
        return hashlib.blake2b(text, key=self._key, digest_size=32).digest()

    def _begin(self, digest: bytes, password: str, known: str) -> "Future[bool]":
        """The check of a password; the same ones at a time are checked once."""
        with self._lock:
            running = self._running.get(digest)
            if running is None:
                if len(self._running) >= _MOST:
                    text = "Too many passwords are being checked."
                    exhausted = Code.RESOURCE_EXHAUSTED
                    raise ServiceError(text, code=exhausted, retry_after=1)
                running = _threads().submit(self._check, digest, password, known)
                self._running[digest] = running
        return running

    def _check(self, digest: bytes, password: str, known: str) -> bool:
        try:
            is_right = _matches(password, known)
            if is_right:
                self._remember(digest)
        finally:
            with self._lock:
                self._running.pop(digest, None)
        return is_right

    def _remember(self, digest: bytes) -> None:
        now = time.monotonic()
        with self._lock:
            if len(self._right) >= _MOST_REMEMBERED:
                right = self._right.items()
                self._right = {key: end for key, end in right if end > now}
            if len(self._right) < _MOST_REMEMBERED:
                self._right[digest] = now + _REMEMBERED


def _matches(password: str, known: str) -> bool:
    parts = _PHC(known)
    if parts is None:
        raise ValueError("no hash of hash_password")
    log_n, r, p = map(int, parts.groups()[:3])
    salt, expected = map(_bytes, parts.groups()[3:])
    return hmac.compare_digest(_scrypt(password, salt, log_n, r, p), expected)


def _scrypt(password: str, salt: bytes, log_n: int, r: int, p: int) -> bytes:
    return hashlib.scrypt(
        _raw(password),
        salt=salt,
        n=1 << log_n,
        r=r,
        p=p,
        maxmem=_MOST_MEMORY,
        dklen=32,
    )


def _raw(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def _text(raw: bytes) -> str:
    return base64.b64encode(raw).decode().rstrip("=")


def _bytes(text: str) -> bytes:
    try:
        return base64.b64decode(text + "=" * (-len(text) % 4), validate=True)
    except binascii.Error:
        raise ValueError("no hash of hash_password") from None


if __name__ == "__main__":
    import getpass

    print(hash_password(getpass.getpass()))
