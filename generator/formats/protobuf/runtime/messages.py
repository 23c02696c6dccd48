"""The messages of one contract: their classes, and the functions that write and read them.

Little is imported before it is needed: a program that imports a client may never call it.
"""

from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar

from generator.runtime.long_stack import deep_call

if TYPE_CHECKING:
    from google.protobuf.descriptor_pool import DescriptorPool

    from generator.formats.protobuf.runtime.fill import Fill
    from generator.formats.protobuf.runtime.functions import Functions
    from generator.formats.protobuf.runtime.read import Raw, Read
    from generator.formats.protobuf.runtime.shapes import EnumNumbers, Shapes

F = TypeVar("F", bound="Functions")

DESCRIPTOR = "descriptor.binpb"

# What protobuf and the conversions raise for a value that does not fit.
UNFIT = (
    TypeError,
    ValueError,
    LookupError,
    AttributeError,
    ArithmeticError,
    RecursionError,
)


class Messages:
    """The messages of a contract, in a pool of their own.

    No other copy of the same messages in the process can clash with them, and no generated
    protobuf code ties them to a version of its runtime.
    """

    def __init__(self, *, inside: str, enums: "EnumNumbers | None" = None) -> None:
        """inside: the package that holds ``descriptor.binpb``, which is read when needed."""
        self._package = inside
        self.enums = enums or {}
        self._functions: dict[type[Functions], Any] = {}

    @cached_property
    def pool(self) -> "DescriptorPool":
        """The contract's file, what it imports, and the messages that errors travel in."""
        import importlib.resources

        from generator.formats.protobuf.runtime.pool import make_pool

        folder = importlib.resources.files(self._package)
        return make_pool(folder.joinpath(DESCRIPTOR).read_bytes())

    @cached_property
    def shapes(self) -> "Shapes":
        """How the contract's types lie in the messages."""
        from generator.formats.protobuf.runtime.shapes import Shapes

        return Shapes(self.enums)

    @property
    def fill(self) -> "Fill":
        """The functions that write values into messages."""
        from generator.formats.protobuf.runtime.fill import Fill

        return self.functions(Fill)

    @property
    def read(self) -> "Read":
        """The functions that read values out of messages."""
        from generator.formats.protobuf.runtime.read import Read

        return self.functions(Read)

    @property
    def raw(self) -> "Raw":
        """The functions that read JSON data out of messages."""
        from generator.formats.protobuf.runtime.read import Raw

        return self.functions(Raw)

    def functions(self, kind: "type[F]") -> "F":
        """The functions of one kind, which are made once."""
        if kind not in self._functions:
            self._functions.setdefault(kind, kind(self.shapes))
        made: F = self._functions[kind]
        return made

    def cls(self, full_name: str) -> Any:
        """A class of messages; protobuf makes one class per pool and name."""
        from google.protobuf.message_factory import GetMessageClass

        descriptor = self.pool.FindMessageTypeByName(full_name)
        return deep_call(lambda: GetMessageClass(descriptor))
