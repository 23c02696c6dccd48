"""What traces are told of calls whose errors have the numbers of `rpc_codes`."""

from .call import Call
from .errors import ServiceError
from .rpc_codes import NUMBERS
from .wire import Attributes, Outcome


def numbered(_call: Call, error: ServiceError | None) -> Attributes:
    """The number of an error."""
    if error is None:
        return {}
    return {"rpc.response.status_code": str(NUMBERS[error.code])}


def received(outcome: Outcome) -> Outcome:
    """The same for a client: what HTTP says, or nobody, is no error of the protocol."""

    def known(call: Call, error: ServiceError | None) -> Attributes:
        return outcome(call, error) if call.status == 200 else {}

    return known
