"""Operations and evidence to judge, made by hand."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import msgspec

from generator.runtime.auth.credentials import Certificate
from generator.runtime.auth.schemes import Need, Scheme
from generator.runtime.operation import Operation
from generator.runtime.validation.schema import Schema

TOKEN = Scheme(name="token", kind="bearer", issuer="https://login.example")
LOGIN = Scheme(name="login", kind="oauth2")
OPERATOR = Scheme(name="operator", kind="basic", realm="shop.v1")
KEY = Scheme(name="key", kind="api_key", place="header", parameter="X-API-Key")
PAGE = Scheme(name="page", kind="api_key", place="query", parameter="key")
VISIT = Scheme(name="visit", kind="api_key", place="cookie", parameter="session")
PARTNER = Scheme(name="partner", kind="mutual_tls")


class Request(msgspec.Struct):
    """No input."""


def operation(*alternatives: tuple[Need, ...]) -> Operation[Any]:
    """One that asks for these credentials."""
    schema = Schema(beside=__name__)
    return Operation(
        name="Ping", method="ping", schema=schema, request=Request, response=None, auth=alternatives
    )


@dataclass
class Shown:
    """What a call shows."""

    headers: Mapping[str, str] = field(default_factory=dict)
    parameters: Mapping[str, str] = field(default_factory=dict)
    cookies: Mapping[str, str] = field(default_factory=dict)
    shown: Certificate | None = None

    def header(self, name: str) -> str | None:
        return self.headers.get(name)

    def query(self, name: str) -> str | None:
        return self.parameters.get(name)

    def cookie(self, name: str) -> str | None:
        return self.cookies.get(name)

    def certificate(self) -> Certificate | None:
        return self.shown
