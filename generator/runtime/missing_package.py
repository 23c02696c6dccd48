"""Says which package is missing, and what installs it."""

EXTRA = "diptych[stubs]"


class MissingPackage(ModuleNotFoundError):
    """A package that a style needs is not installed."""


def missing(error: ModuleNotFoundError, extra: str = EXTRA) -> MissingPackage:
    """The same error with the line that installs what is missing.

    extra: what has it; by default what the generated code of all styles needs.
    """
    module = (error.name or "").partition(".")[0]
    text = f"the package of the module {module!r} is missing: pip install '{extra}'"
    return MissingPackage(text, name=error.name)
