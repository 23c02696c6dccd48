"""What the functions are that this package has for ``authenticate=``.

Each vouches for credentials only if it has looked at all of them: where an operation needs a token
and a key together, one that knows tokens alone would let any key in.
"""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import ClassVar

from .credentials import Credential, Credentials
from .principal import Principal
from .schemes import Kind, Need, Scheme


class Helper(ABC):
    """Knows who credentials belong to."""

    @abstractmethod
    async def __call__(self, credentials: Credentials) -> Principal | None:
        """Whose they are; None for nobody, or for what it does not know."""

    @abstractmethod
    def fault(self, needs: Sequence[Need]) -> str | None:
        """Why nobody could ever meet these needs; None if somebody can."""


class OneKind(Helper):
    """Knows credentials of one kind, where they are all that an operation needs."""

    kinds: ClassVar[frozenset[Kind]]

    def fault(self, needs: Sequence[Need]) -> str | None:
        """Why nobody could ever meet these needs; None if somebody can."""
        name = type(self).__name__
        if len(needs) > 1:
            names = " and ".join(repr(need.scheme.name) for need in needs)
            return f"{names} are needed together: name what knows each with `by_scheme`"
        scheme = needs[0].scheme
        if scheme.kind not in self.kinds:
            return f"{name} does not know the scheme {scheme.name!r}, which is {scheme.kind}"
        return self.lack(scheme)

    def lack(self, scheme: Scheme) -> str | None:
        """What is not told of a scheme of its kind; None if it has all that it needs."""
        del scheme
        return None

    def only(self, credentials: Credentials) -> Credential | None:
        """The credential of its kind, if there is nothing else."""
        schemes = credentials.schemes
        if schemes and schemes[0].kind not in self.kinds:
            return None
        return credentials.only


def principal_of(known: "Principal | str") -> Principal:
    """A principal, or one of this name who has no scopes."""
    return Principal(known) if isinstance(known, str) else known
