"""What a caller catches: the base of all errors, and the violations of an invalid input."""

import inspect
from collections.abc import Sequence
from typing import Any, ClassVar, get_type_hints

import msgspec

from .codes import Code
from .shared import shared
from .unions import convert, plain
from .values import always


@shared
class Violation(msgspec.Struct, frozen=True):
    """One thing that is wrong with an input; ``pointer`` is a JSON Pointer (RFC 6901)."""

    pointer: str
    detail: str


class _Fields:
    """The declared fields of an error as it has them now."""

    def __get__(self, error: "ServiceError | None", cls: "type[ServiceError]") -> Any:
        if error is None:
            return self
        values = {_field(name): getattr(error, name) for name in cls._members}
        return cls._struct()(**values)


@shared
class ServiceError(Exception):
    """A call failed.

    Raise it (or an error that the contract declares) in a service, and catch it around a
    client: the same class with the same fields arrives, whichever style carried it.
    """

    code: Code = Code.UNKNOWN
    # What the contract declares, each by its name: `error.fields.product_id`. They are attributes
    # of the error too, but for those that every error has, such as `message`.
    fields: Any = _Fields()
    # JSON member of each field of a declared error by its attribute; empty for the built-in ones.
    _members: ClassVar[dict[str, str]] = {}
    # Whether the contract writes absent members as null, instead of leaving them out.
    _null_for_absent: ClassVar[bool] = False

    def __init__(
        self,
        message: str = "",
        *,
        code: Code | None = None,
        violations: Sequence[Violation] = (),
        retry_after: float | None = None,
    ) -> None:
        Exception.__init__(self, message)
        self.message = message
        if code is not None:
            self.code = code
        self.violations = tuple(violations)
        # Seconds, with `unavailable` and `resource_exhausted`.
        self.retry_after = retry_after

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle and copy all that it has, whatever its constructor asks for.

        The cause comes along if it can be pickled itself, which those of transports cannot.
        """
        state = dict(self.__dict__)
        if self.__cause__ is not None and _is_portable(self.__cause__):
            state["__cause__"] = self.__cause__
        # No function of this module: its copy may have been unloaded, while the class lives on.
        return Exception.__new__, (type(self), *self.args), state

    @classmethod
    def _struct(cls) -> type[msgspec.Struct]:
        """The fields of a declared error as a msgspec type, made once per class.

        What ``__init__`` has a default for may be missing: an older server does not send it.
        """
        made: type[msgspec.Struct] | None = cls.__dict__.get("_made")
        if made is None:
            hints = get_type_hints(cls, include_extras=True)
            parameters = inspect.signature(cls).parameters
            names = {_field(attribute): attribute for attribute in cls._members}
            made = msgspec.defstruct(
                cls.__name__,
                [_member(hints[names[name]], parameters[name]) for name in names],
                rename={name: cls._members[names[name]] for name in names},
                kw_only=True,
                omit_defaults=not cls._null_for_absent,
            )
            cls._made = made  # type: ignore[attr-defined]
        return made

    def _data(self) -> dict[str, Any]:
        """The declared fields as plain JSON data, by their JSON members."""
        data: dict[str, Any] = plain(self.fields)
        return data

    @classmethod
    def _revive(cls, message: str, data: object) -> "ServiceError":
        """Make the error again from what ``_data`` gave; ValidationError if it does not fit."""
        struct = convert(data, cls._struct())
        return cls(message, **msgspec.structs.asdict(struct))


@shared
class InvalidArgument(ServiceError):
    """The input breaks the contract; ``violations`` lists every place."""

    code = Code.INVALID_ARGUMENT

    def __init__(
        self,
        message: str = "The input is invalid.",
        *,
        violations: Sequence[Violation] = (),
    ) -> None:
        ServiceError.__init__(self, message, violations=violations)


@shared
class NotModified(ServiceError):
    """The resource is still the one that the caller has, who asked with If-None-Match."""

    code = Code.FAILED_PRECONDITION

    def __init__(
        self,
        message: str = "The resource has not changed.",
        *,
        etag: str | None = None,
    ) -> None:
        ServiceError.__init__(self, message)
        self.etag = etag


@shared
class PreconditionFailed(ServiceError):
    """The resource is not, or no longer, the one that the caller has seen."""

    code = Code.ABORTED

    def __init__(self, message: str = "The resource has changed meanwhile.") -> None:
        ServiceError.__init__(self, message)


@shared
class PreconditionRequired(ServiceError):
    """The contract asks for If-Match, and the call came without."""

    code = Code.FAILED_PRECONDITION

    def __init__(self, message: str = "The call needs an If-Match.") -> None:
        ServiceError.__init__(self, message)


@shared
class KeyInUse(ServiceError):
    """A call with this Idempotency-Key still runs; its answer will be there in a while."""

    code = Code.ABORTED

    def __init__(
        self,
        message: str = "A call with this Idempotency-Key is still running.",
        *,
        retry_after: float | None = 1,
    ) -> None:
        ServiceError.__init__(self, message, retry_after=retry_after)


@shared
class KeyReused(ServiceError):
    """The Idempotency-Key belongs to a call of the same operation with another input."""

    code = Code.FAILED_PRECONDITION

    def __init__(
        self,
        message: str = "This Idempotency-Key has been used with another input.",
    ) -> None:
        ServiceError.__init__(self, message)


# The conditions of RFC 9110, section 13, and of Idempotency-Key, by the reason that tells them
# where no status does.
REASONS: dict[type[ServiceError], str] = {
    NotModified: "NOT_MODIFIED",
    PreconditionFailed: "PRECONDITION_FAILED",
    PreconditionRequired: "PRECONDITION_REQUIRED",
    KeyInUse: "IDEMPOTENCY_KEY_IN_USE",
    KeyReused: "IDEMPOTENCY_KEY_REUSED",
}


def condition(
    reason: str,
    message: str,
    etag: str | None,
    retry_after: float | None = None,
) -> ServiceError | None:
    """The error that a reason tells; None for a reason that is none of them."""
    match reason:
        case "NOT_MODIFIED":
            return NotModified(message, etag=etag)
        case "PRECONDITION_FAILED":
            return PreconditionFailed(message)
        case "PRECONDITION_REQUIRED":
            return PreconditionRequired(message)
        case "IDEMPOTENCY_KEY_IN_USE":
            return KeyInUse(message, retry_after=retry_after)
        case "IDEMPOTENCY_KEY_REUSED":
            return KeyReused(message)
        case _:
            return None


def _is_portable(cause: BaseException) -> bool:
    """Whether a cause survives pickling: many exceptions fail only when they are read again."""
    import pickle

    try:
        pickle.loads(pickle.dumps(cause))
    except Exception:  # noqa: BLE001
        return False
    return True


def _field(attribute: str) -> str:
    """The field that an attribute holds: ``message`` is held by ``_message``."""
    return attribute.removeprefix("_")


def _member(hint: Any, parameter: inspect.Parameter) -> Any:
    if parameter.default is inspect.Parameter.empty:
        return (parameter.name, hint)
    if parameter.default is None:
        return (parameter.name, hint, None)
    return (parameter.name, hint, always(parameter.default))
