"""Credentials of a scheme → where they travel: headers, query, cookies; no I/O."""

import base64
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, assert_never
from urllib.parse import urlencode

from .credentials import ApiKey, Basic, Bearer, Certificate, Credential
from .schemes import Scheme

_TEXT = re.compile(r"[\x21-\x7e]+").fullmatch
# RFC 6265 §4.1.1
_COOKIE = re.compile(r"[!#-+\--:<-\[\]-~]+").fullmatch


@dataclass(frozen=True, slots=True, kw_only=True)
class Carried:
    """What goes with a request, by name; names of headers are lower case."""

    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    query: Mapping[str, str] = field(default_factory=dict, repr=False)
    cookies: Mapping[str, str] = field(default_factory=dict, repr=False)

    def in_path(self, path: str) -> str:
        """The path and query of a URL, with what goes there."""
        if not self.query:
            return path
        return path + ("&" if "?" in path else "?") + urlencode(self.query)

    def in_headers(self, headers: Mapping[str, str]) -> dict[str, str]:
        """The headers of a request, with what goes there; the caller's own stay as they are."""
        found = {**self.headers, **headers}
        cookies = [f"{name}={value}" for name, value in self.cookies.items()]
        if cookies:
            given = [headers["cookie"]] if "cookie" in headers else []
            found["cookie"] = "; ".join([*given, *cookies])
        return found

    def by_name(self) -> dict[str, str]:
        """All of it by lower-case names, for a style that has nothing but headers."""
        others = {**self.query, **self.cookies}.items()
        return {**self.headers, **{name.lower(): text for name, text in others}}


def carried(chosen: Sequence[tuple[Scheme, Credential]]) -> Carried:
    """What carries credentials; ValueError for those that their place cannot hold."""
    found: dict[str, dict[str, str]] = {"header": {}, "query": {}, "cookie": {}}
    for scheme, credential in chosen:
        match credential:
            case Bearer(token):
                found["header"]["authorization"] = f"Bearer {_checked(scheme, token)}"
            case Basic(username, password):
                pair = base64.b64encode(f"{username}:{password}".encode()).decode()
                found["header"]["authorization"] = f"Basic {pair}"
            case ApiKey(key):
                _key(found, scheme, key)
            case Certificate():
                pass  # it travels with the connection
            case _:
                assert_never(credential)
    headers, query, cookies = found["header"], found["query"], found["cookie"]
    return Carried(headers=headers, query=query, cookies=cookies)


def _key(found: dict[str, dict[str, str]], scheme: Scheme, key: str) -> None:
    name = scheme.parameter
    match scheme.place:
        case "header":
            found["header"][name.lower()] = _checked(scheme, key)
        case "query":
            found["query"][name] = key
        case "cookie":
            if not _COOKIE(key):
                raise ValueError(f"no cookie can hold the key for {scheme.name!r}")
            found["cookie"][name] = key
        case _:
            assert_never(scheme.place)


def _checked(scheme: Scheme, text: Any) -> str:
    if not isinstance(text, str) or not _TEXT(text):
        raise ValueError(f"no header can hold what is given for {scheme.name!r}")
    return text
