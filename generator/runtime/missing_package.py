"""Says which package is missing, and what installs it."""

DISTRIBUTION = "diptych"


class MissingPackage(ModuleNotFoundError):
    """A package that a style needs is not installed."""


def missing(error: ModuleNotFoundError, extra: str = "stubs") -> MissingPackage:
    """The same error with the line that installs it: what an extra of the distribution needs."""
    module = (error.name or "").partition(".")[0]
    text = f"the package of the module {module!r} is missing: pip install '{DISTRIBUTION}[{extra}]'"
    return MissingPackage(text, name=error.name)
