"""Turns what operations ask of their callers into constants and arguments of operations.py."""

from typing import assert_never

from generator.emit.python.code import WIDTH, Ident, literal
from generator.emit.python.expression import Code, layout
from generator.emit.python.imports import Imports
from generator.model import Api, AuthChoice, AuthKind, AuthScheme, Operation
from generator.naming import Name

_MODULE = "_support.auth.schemes"


class AuthWriter:
    """Names the schemes that operations ask for, once, and writes which of them need which."""

    def __init__(self, api: Api, imports: Imports) -> None:
        choices = (choice for operation in api.operations.values() for choice in operation.auth)
        used = {one.scheme for choice in choices for one in choice}
        self._api = api
        self._constants = {
            name: imports.own(Name.parse(name).upper) for name in api.auth if name in used
        }
        self._scheme = imports.name(_MODULE, "Scheme") if used else Ident("")
        self._need = imports.name(_MODULE, "Need") if used else Ident("")

    def schemes(self) -> tuple[str, ...]:
        """``TOKEN = Scheme(…)``, in the contract's order."""
        return tuple(
            self._statement(constant, self._api.auth[name])
            for name, constant in self._constants.items()
        )

    def argument(self, operation: Operation) -> str | None:
        """``auth=((Need(scheme=TOKEN, scopes=("write",)),),)``; None where anyone may call."""
        if not operation.auth:
            return None
        choices: list[Code] = [
            ("(", [self._needed(one) for one in choice], ")") for choice in operation.auth
        ]
        return layout(("(", choices, ")"), indent=4, prefix="auth=", width=WIDTH - 1)

    def _needed(self, one: AuthChoice) -> Code:
        arguments: list[Code] = [f"scheme={self._constants[one.scheme]}"]
        if one.scopes:
            arguments.append(_tuple("scopes=", [literal(scope) for scope in one.scopes]))
        return (f"{self._need}(", arguments, ")")

    def _statement(self, constant: Ident, scheme: AuthScheme) -> str:
        told = {
            "name": scheme.name,
            "kind": scheme.kind.value,
            **self._of_kind(scheme),
            "issuer": scheme.issuer,
            "audience": scheme.audience,
            "jwks": scheme.jwks,
        }
        arguments: list[Code] = [
            f"{name}={literal(value)}" for name, value in told.items() if value is not None
        ]
        code = (f"{self._scheme}(", arguments, ")")
        return layout(code, prefix=f"{constant} = ", width=WIDTH)

    def _of_kind(self, scheme: AuthScheme) -> dict[str, str]:
        match scheme.kind:
            case AuthKind.API_KEY if scheme.query is not None:
                return {"place": "query", "parameter": scheme.query}
            case AuthKind.API_KEY if scheme.cookie is not None:
                return {"place": "cookie", "parameter": scheme.cookie}
            case AuthKind.API_KEY:
                return {"place": "header", "parameter": scheme.header or "X-API-Key"}
            case AuthKind.BASIC:
                return {"realm": self._api.package}
            case AuthKind.BEARER | AuthKind.OAUTH2 | AuthKind.MUTUAL_TLS:
                return {}
            case _:
                assert_never(scheme.kind)


def _tuple(prefix: str, items: list[Code]) -> Code:
    return (f"{prefix}(", items, ")")
