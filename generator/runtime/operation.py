"""One operation as a table entry: how its input is checked and converted in every style."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any, Generic, TypeVar

import msgspec
from msgspec import UNSET

from .errors import InvalidArgument, ServiceError, Violation
from .long_stack import deep_call, prepared
from .validation.schema import Schema, Validator
from .validation.violations import TOO_DEEP, pointer

# What only some processes need is imported where they do: a client converts no input of a server.
if TYPE_CHECKING:
    from .auth.schemes import Auth
    from .etag import Etag
    from .streams.stream import Stream
    from .validation import exact
    from .validation.check import Checks

T = TypeVar("T")


@dataclass(frozen=True, kw_only=True, eq=False)
class Operation(Generic[T]):
    """What a service offers under one name; the same object serves every style.

    request: the msgspec Struct whose fields are the parameters; response: what comes back.
    timeout: the default deadline of clients, in seconds; attempts: how often they try.
    items: the member of a list's page that holds the items.
    takes, gives: the streams of its client and of its server; then the response is one item.
    etag: how it takes part in conditional requests, if its resource has entity tags.
    keyed: whether calls with one Idempotency-Key happen once.
    auth: the alternatives of what a caller must show; () is open to everybody.
    """

    name: str
    method: str
    schema: Schema
    request: type[msgspec.Struct]
    response: type[T] | Any
    errors: tuple[type[ServiceError], ...] = ()
    safe: bool = False
    idempotent: bool = False
    timeout: float | None = None
    attempts: int = 1
    items: str = ""
    takes: "Stream | None" = None
    gives: "Stream | None" = None
    etag: "Etag | None" = None
    keyed: bool = False
    auth: "Auth" = ()

    @property
    def streaming(self) -> bool:
        """Whether items go in, or come back, one by one."""
        return self.takes is not None or self.gives is not None

    @cached_property
    def item(self) -> "Operation[Any]":
        """One item of the client's stream, as an operation that takes just it."""
        assert self.takes is not None and self.takes.record is not None
        return Operation(
            name=self.name,
            method=self.method,
            schema=self.schema,
            request=self.takes.record,
            response=None,
        )

    @cached_property
    def decode(self) -> Callable[[Mapping[str, Any]], dict[str, Any]]:
        """Plain JSON data by JSON names → the keyword arguments of the service's method.

        Defaults are filled in; what an update leaves out is UNSET.
        Raises InvalidArgument with up to 100 violations of the schema.
        """
        take = self._checks.take if self._checks is not None else None
        closely, key = self._decode_closely, self.key
        name = self.request.__struct_encode_fields__[0] if key else ""

        def decode(raw: Mapping[str, Any]) -> dict[str, Any]:
            if key and len(raw) == 1 and type(value := raw.get(name)) is str and value:
                return {key: value}
            if take is not None and (arguments := take(raw)) is not None:
                return arguments
            return closely(raw)

        return decode

    @cached_property
    def key(self) -> str | None:
        """The one parameter, if any text but "" will do for it, and there is no other."""
        only = self.schema.only_text(self.request.__name__) is not None
        return self.request.__struct_fields__[0] if only else None

    @cached_property
    def read(self) -> Callable[[bytes], dict[str, Any] | None] | None:
        """A JSON text of all the input → what ``decode`` gives; None for what is not that simple.

        None instead of a function where no input is.
        """
        return None if self._checks is None else self._checks.read

    @cached_property
    def _checks(self) -> "Checks | None":
        from .validation.check import checks

        definitions = self.schema.definitions
        return deep_call(lambda: checks(self.request, definitions))

    def _decode_closely(self, raw: Mapping[str, Any]) -> dict[str, Any]:
        """What ``decode`` does where the quick check does not do it."""
        try:
            valid = self._validator.is_valid(raw)
        except ValueError:  # there is a flaw
            valid = False
        if not valid and (violations := self._validator.violations(raw)):
            raise InvalidArgument(violations=violations)
        return self._convert(raw)

    def decode_large(self, raw: Mapping[str, Any]) -> dict[str, Any]:
        """The same for an input that may be large: it takes longer, and little memory."""
        violations = self._validator.judge(raw)
        if violations:
            raise InvalidArgument(violations=violations)
        return self._convert(raw)

    @cached_property
    def _validator(self) -> Validator:
        return self.schema.validator(self.request.__name__)

    @cached_property
    def _convert(self) -> Callable[[Mapping[str, Any]], dict[str, Any]]:
        from .validation.convert import convert_closely, has_nullable_default

        request = prepared(self.request)
        convert, asdict = msgspec.convert, msgspec.structs.asdict
        # Whether what msgspec converts is always what the contract means.
        exact = not deep_call(lambda: has_nullable_default(request))

        def converted(raw: Mapping[str, Any]) -> dict[str, Any]:
            if exact:
                try:
                    return asdict(convert(raw, request))
                except msgspec.ValidationError:
                    pass
            return asdict(convert_closely(raw, request))

        return converted

    def encode(
        self,
        values: Mapping[str, Any],
        *,
        whole: bool = False,
    ) -> dict[str, Any]:
        """A caller's keyword arguments → values by JSON names, without what was left out.

        None counts as left out, except for what an update can clear and a required `any`.
        whole: the style can say that a map is replaced as a whole.
        Raises InvalidArgument for what is not of its type: no style may turn it into another value.
        """
        names, nullable = self._names
        given = {
            names[name]: value
            for name, value in values.items()
            if (value is not None or name in nullable) and value is not UNSET
        }
        if not self._is_given(given):
            from . import other_copies
            from .patch import NOT_WHOLE, wholes
            from .validation import arguments

            given = other_copies.to_own(given, self.request)
            violations = arguments.explain(given, self.request)
            if not whole:
                found = (pointer(path) for path in wholes(given))
                violations += [Violation(place, NOT_WHOLE) for place in found]
            if violations:
                raise InvalidArgument(violations=violations)
        return given

    def refusal(
        self,
        given: Mapping[str, Any],
        reason: Exception,
        more: Iterable[Violation] = (),
    ) -> InvalidArgument:
        """What a caller hears of values, by JSON names, that a style failed to write.

        more: what that style has to say, if nothing is wrong with them in every style.
        """
        if isinstance(reason, RecursionError):
            violations = [Violation("", TOO_DEEP)]
        else:
            from .validation import arguments

            otherwise = [Violation("", "is not what the contract asks for")]
            found = arguments.explain(given, self.request)
            violations = found or [*more] or otherwise
        return InvalidArgument(violations=violations)

    @cached_property
    def _is_given(self) -> "exact.Test":
        from .validation import exact

        return partial(exact.holds, deep_call(lambda: exact.given(self.request)))

    @cached_property
    def is_exact(self) -> "exact.Test | None":
        """Whether a result is exactly what the contract says; None where there is none."""
        from .validation import exact

        response: Any = self.response
        return None if response is None else deep_call(lambda: exact.returned(response))

    @cached_property
    def _names(self) -> tuple[dict[str, str], frozenset[str]]:
        """The JSON name of each parameter, and those of which None is a value to send."""
        fields = msgspec.structs.fields(self.request)
        nullable = frozenset(
            field.name
            for field in fields
            if field.default is UNSET or (field.required and field.type is Any)
        )
        return {field.name: field.encode_name for field in fields}, nullable

    def etag_of(self, value: T) -> str:
        """The entity tag of the resource that came back: for ``if_match``, ``if_none_match``.

        The same as the server's, in every style; TypeError if the resource has no tags.
        """
        if self.etag is None or not isinstance(value, msgspec.Struct):
            raise TypeError(f"what {self.name} gives back has no entity tag")
        return self.etag.of(value)

    def error(self, name: str) -> type[ServiceError] | None:
        """The declared error of this name, if this operation declares it."""
        return self._errors.get(name)

    @cached_property
    def _errors(self) -> dict[str, type[ServiceError]]:
        return {error.__name__: error for error in self.errors}
