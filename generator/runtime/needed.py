"""Says which package is missing, and what installs it."""

EXTRA = "diptych[stubs]"

# Where the package that one installs has another name than its module.
_PACKAGES = {
    "google": "protobuf",
    "grpc": "grpcio",
    "grpc_health": "grpcio-health-checking",
    "grpc_reflection": "grpcio-reflection",
    "jsonschema_rs": "jsonschema-rs",
}


class MissingPackage(ModuleNotFoundError):
    """A package that a style needs is not installed."""


def missing(error: ModuleNotFoundError) -> MissingPackage:
    """The same error with the name of the package, and the line that installs it."""
    module = (error.name or "").partition(".")[0]
    package = _PACKAGES.get(module, module)
    text = f"the package {package} is missing: pip install {package} (or '{EXTRA}', for all styles)"
    return MissingPackage(text, name=error.name)
