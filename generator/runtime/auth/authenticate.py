"""The function that finds out who calls; every server of a contract with auth takes one."""

import enum
import inspect
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any, Final, Union

from ..operation import Operation
from ..shared import shared

# A package names `Authenticate` in its signatures; only what asks needs to know the values.
if TYPE_CHECKING:
    from .credentials import Credentials
    from .principal import Principal


@shared
class Unchecked(enum.Enum):
    """Says that something in front of the server knows its callers: nobody is asked who calls."""

    UNCHECKED = "unchecked"

    def __repr__(self) -> str:
        return self.name


UNCHECKED: Final = Unchecked.UNCHECKED

# Credentials → who they belong to, None for nobody. An `async def` runs on the event loop and must
# not block it; a `def` runs in the threads of the service's methods.
Asked = Callable[["Credentials"], "Awaitable[Principal | None] | Principal | None"]
Authenticate = Asked | Unchecked
# Who calls where nobody sends credentials: on standard input.
Caller = Union["Principal", Unchecked]


_CHOICES = """\
pass authenticate=, or --authenticate module:function, a function that takes the `Credentials` \
of a call and gives its `Principal`, None for nobody, such as `FixedTokens`, `FixedKeys`, \
`Passwords`, `JwtTokens` or `Certificates`; authenticate=UNCHECKED, or --authenticate \
unchecked, says that something in front of this server does it"""


def asked(operation: Operation[Any], authenticate: Authenticate | None) -> Asked | None:
    """The function to ask for the callers of an operation; None where nobody is to be asked.

    ValueError where there is none, but the contract asks for one, and where it could never know
    anybody; TypeError for what cannot be called with the credentials.
    """
    if not operation.auth or authenticate is UNCHECKED:
        return None
    if authenticate is None:
        raise ValueError(f"the contract says who may call {operation.name}: {_CHOICES}")
    from .vouching import Helper

    _check(authenticate)
    if isinstance(authenticate, Helper):
        faults = [authenticate.fault(needs) for needs in operation.auth]
        if all(faults):
            told = "; ".join(dict.fromkeys(map(str, faults)))
            raise ValueError(f"nobody could call {operation.name}: {told}")
    return authenticate


def _check(authenticate: Any) -> None:
    if not callable(authenticate) or inspect.isclass(authenticate):
        raise TypeError(f"not a function of `Credentials`: {authenticate!r}")
    try:
        inspect.signature(authenticate).bind(None)
    except TypeError as error:
        text = f"authenticate takes the credentials, and nothing else: {error}"
        raise TypeError(text) from None
    except ValueError:
        pass  # a function in C that does not tell its parameters
