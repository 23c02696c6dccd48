"""Says which package is missing, and what installs it."""

EXTRA = "diptych[{}]"


class MissingPackage(ModuleNotFoundError):
    """A package that a style needs is not installed."""


def missing(error: ModuleNotFoundError, extra: str = "stubs") -> MissingPackage:
    """The same error with the line that installs what is needed.

    extra: of the distribution; ``stubs`` has all that the generated code of every style needs.
    """
    module = (error.name or "").partition(".")[0]
    text = f"the package of the module {module!r} is missing: pip install '{EXTRA.format(extra)}'"
    return MissingPackage(text, name=error.name)
