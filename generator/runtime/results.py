"""What a method or a hook gives back, made into what every style can carry."""

from typing import Any

from .call import Call
from .masking import masked
from .operation import Operation
from .validation.exact import UNTESTABLE, Test
from .validation.results import InexactError, made_exact


class Results:
    """The results of one operation; made for the first call, as it takes a while."""

    def __init__(self, op: Operation[Any]) -> None:
        self._op = op
        self._tag = op.etag if op.safe else None
        self._is_exact: Test | None = op.is_exact

    @property
    def is_exact(self) -> Test:
        """Whether a result may leave as it is; another has to be ``checked``."""
        if self._is_exact is None or self._tag is not None:
            return _never
        return self._is_exact

    def checked(self, result: Any, call: Call) -> Any:
        """A result as every style can carry it; `internal` for what none could.

        NotModified where the caller has it already.
        """
        is_exact = self._is_exact
        if is_exact is None:
            return None
        try:
            exact = is_exact(result)
        except UNTESTABLE:
            exact = False
        if not exact:
            result = self._made_exact(result)
        if self._tag is not None:
            self._tag.check_read(call, result)
        return result

    def _made_exact(self, result: Any) -> Any:
        """The result in its exact types; one that has them not is the service's own failure."""
        op = self._op
        try:
            return made_exact(result, op.response)
        except InexactError as error:
            did = "returned" if op.gives is None else "gave an item,"
            text = f"{op.method} {did} what no style can carry: {error}"
            raise masked(op, ValueError(text)) from error
        except Exception as error:
            raise masked(op, error) from error


def _never(_: object) -> bool:
    return False
