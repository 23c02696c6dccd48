"""Finds the credentials of one scheme in what a call shows; what is malformed is not there."""

import base64
import re
from collections.abc import Callable
from typing import assert_never

from .credentials import ApiKey, Basic, Bearer, Credential
from .evidence import Evidence
from .schemes import Scheme

Finder = Callable[[Evidence], Credential | None]

# RFC 6750 §2.1, and what else people use for tokens; no blanks.
_TOKEN = re.compile(r"[!-~]+").fullmatch


def finder(scheme: Scheme) -> Finder:
    """What finds the credentials of a scheme."""
    match scheme.kind:
        case "bearer" | "oauth2":
            return _bearer
        case "basic":
            return _basic
        case "api_key":
            return _api_key(scheme)
        case "mutual_tls":
            return lambda evidence: evidence.certificate()
        case _:
            assert_never(scheme.kind)


def _bearer(evidence: Evidence) -> Bearer | None:
    text = evidence.header("authorization")
    if text is None or text[:7].lower() != "bearer ":
        return None
    token = text[7:].strip(" ")
    return Bearer(token) if _TOKEN(token) else None


def _basic(evidence: Evidence) -> Basic | None:
    """A name and a password (RFC 7617 §2); UTF-8, as our challenge would say it."""
    text = evidence.header("authorization")
    if text is None or text[:6].lower() != "basic ":
        return None
    try:
        pair = base64.b64decode(text[6:].strip(" "), validate=True).decode()
        username, colon, password = pair.partition(":")
        return Basic(username, password) if colon else None
    except ValueError:
        return None


def _api_key(scheme: Scheme) -> Finder:
    name, header = scheme.parameter, scheme.parameter.lower()

    def in_header(evidence: Evidence) -> ApiKey | None:
        return _key(evidence.header(header))

    def in_query(evidence: Evidence) -> ApiKey | None:
        return _key(evidence.query(name))

    def in_cookie(evidence: Evidence) -> ApiKey | None:
        return _key(evidence.cookie(name))

    match scheme.place:
        case "header":
            return in_header
        case "query":
            return in_query
        case "cookie":
            return in_cookie
        case _:
            assert_never(scheme.place)


def _key(text: str | None) -> ApiKey | None:
    return ApiKey(text) if text else None
