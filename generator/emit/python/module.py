"""A Python file that is not printed yet: where it finds the support is known in the end only."""

from dataclasses import dataclass
from typing import Protocol

from generator.emit.python.imports import Imports
from generator.emit.python.layout import steady
from generator.formats.output_tree import File
from generator.formats.templates import render


class View(Protocol):
    """What a template shows of a module."""

    @property
    def imports(self) -> Imports:
        """What it imports; the template has it as ``imports``, printed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Module:
    """A template and what it shows; ``path`` is relative to the contract's folder."""

    path: str
    template: str
    view: View

    def printed(self, support: str = "") -> File:
        """The file; ``support``: the package that it is, "" where it lies beside the contract's."""
        imports = self.view.imports.printed(folders=self.path.count("/"), support=support)
        return File(path=self.path, content=render(self.template, self.view, imports=imports))


Emitted = File | Module


def printed(emitted: Emitted, support: str = "") -> File:
    """What was emitted, as a file, in a layout that no formatter changes."""
    return steady(emitted.printed(support) if isinstance(emitted, Module) else emitted)
