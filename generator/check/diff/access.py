"""Whom the access rules of operations let in, before and after."""

from collections.abc import Iterator
from dataclasses import dataclass

from generator.check.diff.operations import kept
from generator.check.diff.pairs import Pair
from generator.emit.credentials import needs, place
from generator.model import Api, AuthKind, AuthScheme, Operation


class Access:
    """What lets callers in, on both sides.

    A scheme that both contracts declare is the same, whatever it says: a change of that is told
    once, of the scheme. Others are the same if their credentials travel alike.
    """

    def __init__(self, pair: Pair) -> None:
        self._pair = pair

    def refused(self, old: Operation, new: Operation) -> bool:
        """Whether someone is refused who shows just what the old operation asks for."""
        return self._refused(self._choices(self._pair.old, old), self._choices(self._pair.new, new))

    def admitted(self, old: Operation, new: Operation) -> bool:
        """Whether someone was refused who shows just what the new operation asks for."""
        return self._refused(self._choices(self._pair.new, new), self._choices(self._pair.old, old))

    def _refused(self, shown: list["_Choice"], asked: list["_Choice"]) -> bool:
        return any(not any(one.is_met_by(each) for one in asked) for each in shown)

    def _choices(self, api: Api, operation: Operation) -> list["_Choice"]:
        if not operation.auth:
            return [_Choice(frozenset(), frozenset())]
        return [
            _Choice(
                frozenset(self._known(api, one.scheme) for one in choice),
                frozenset(scope for one in choice for scope in one.scopes),
            )
            for choice in operation.auth
        ]

    def _known(self, api: Api, scheme: str) -> str:
        return where((self._pair.old if scheme in self._pair.old.auth else api).auth[scheme])


@dataclass(frozen=True, slots=True)
class _Choice:
    schemes: frozenset[str]
    scopes: frozenset[str]

    def is_met_by(self, shown: "_Choice") -> bool:
        """Whether who shows just that is let in."""
        return self.schemes <= shown.schemes and self.scopes <= shown.scopes


def where(scheme: AuthScheme) -> str:
    """Where credentials of a scheme travel, in words that are the same for the same place."""
    match scheme.kind:
        case AuthKind.BEARER | AuthKind.OAUTH2:
            return "Authorization: Bearer"
        case AuthKind.API_KEY if scheme.query is None and scheme.cookie is None:
            return place(scheme).lower()  # the names of headers have no case
        case _:
            return place(scheme)


def asked(operation: Operation) -> str:
    """What an operation asks of its callers."""
    return " or ".join(needs(operation)) or "nothing"


def users(pair: Pair, scheme: str) -> Iterator[tuple[Operation, Operation]]:
    """The operations that ask for a scheme on both sides."""
    return (each for each in kept(pair) if all(scheme in _schemes(one) for one in each))


def schemes(pair: Pair) -> Iterator[tuple[AuthScheme, AuthScheme]]:
    """The schemes that both contracts declare."""
    for name, new in pair.new.auth.items():
        if (old := pair.old.auth.get(name)) is not None:
            yield old, new


def _schemes(operation: Operation) -> set[str]:
    return {one.scheme for choice in operation.auth for one in choice}
