"""What a target is to the rest of the program: one object, found by its entry point."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, runtime_checkable

from generator.deploy.front import Front
from generator.deploy.parameter import Parameter, Values
from generator.diagnostics import Problems
from generator.formats.output_tree import File


@dataclass(frozen=True, kw_only=True)
class Once:
    """Files that are made when one of them is missing, and are their owner's from then on.

    A private key is no function of a contract: nothing compares it, replaces it, or commits it.
    make: gives the contents, in the order of the paths; raises ModuleNotFoundError without the
    package that it needs.
    """

    paths: tuple[str, ...]
    make: Callable[[], Sequence[bytes]]


class Target(Protocol):
    """Something that stands in front of servers, and what configures it."""

    name: str  # "nginx": the folder, the word of the command
    title: str  # "nginx"
    about: str  # what is written, in a sentence for --help
    parameters: tuple[Parameter, ...]

    def emit(self, front: Front, values: Values, problems: Problems) -> Iterable[File]:
        """The files of the folder, the same for the same contracts and values.

        What a contract asks for and the target cannot give goes into ``problems``: an error where a
        call would fail or a promise break, a warning or a note where it is only less.
        """

    def once(self, front: Front, values: Values) -> Iterable[Once]:
        """Files beside them that are made once, such as a certificate to try it with."""

    def judge(self, files: Mapping[str, bytes], problems: Problems) -> int:
        """Find what is wrong in files of this kind, ours or changed by hand, by their paths.

        Gives how many of them are of a kind that it has rules for; 0 if it has none.
        """


@runtime_checkable
class Runs(Protocol):
    """What a ``Target`` has besides, if its folder can be run on this machine: a proxy.

    It listens where its parameter ``listen`` says, over TLS with ``tls/certificate.pem``, and tells
    in ``Cache-Status`` (RFC 9211) what its cache did.
    """

    name: str
    title: str
    parameters: tuple[Parameter, ...]

    def missing(self) -> str:
        """What has to be installed before it can run, in words for people; "" if it is there."""

    def command(self, folder: Path) -> Sequence[str]:
        """The program and its arguments: it runs in the foreground until SIGTERM.

        folder: what ``emit`` and ``once`` made, on the disk; the only one that it writes to.
        """
