"""What a service of AWS is to the target: one folder of files, with its own parameters."""

from collections.abc import Iterable
from typing import Protocol

from generator.deploy.front import Front
from generator.deploy.parameter import Parameter, Values
from generator.diagnostics import Problems
from generator.formats.output_tree import File

OPTION = "part"  # the parameter that names the parts to write


class Part(Protocol):
    """One service of AWS; what it writes lies in the folder of its name."""

    name: str  # "api-gateway": the folder, the value of --part
    parameters: tuple[Parameter, ...]  # named for the part: "api-gateway-type"

    def emit(self, front: Front, values: Values, problems: Problems) -> Iterable[File]:
        """The files of its folder, with paths relative to it."""
