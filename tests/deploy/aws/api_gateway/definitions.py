"""What is written for API Gateway, as plain values, for tests."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import yaml

from generator.building.pipeline import Bound
from generator.diagnostics import Diagnostic
from tests.deploy.fronts import bound, bound_text, files_of


def written(contracts: Sequence[Bound], **given: str) -> tuple[dict[str, bytes], list[Diagnostic]]:
    """The files below ``api-gateway/``, and what is said; given: parameters after the prefix."""
    chosen = {f"api-gateway-{name}": (value,) for name, value in given.items()}
    files, told = files_of("aws", contracts, {"part": ("api-gateway",), **chosen})
    return {path.removeprefix("api-gateway/"): content for path, content in files.items()}, told


def read(content: bytes) -> Any:
    """A file as plain values."""
    return yaml.load(content, yaml.CSafeLoader)


def of_contract(path: Path, **given: str) -> dict[str, Any]:
    """The documents of a contract, by the ends of their paths: ``rest.openapi.yaml``."""
    files, _ = written(bound([path]), **given)
    return {Path(file).name: read(content) for file, content in files.items()}


def of_text(folder: Path, text: str, style: str = "rest", **given: str) -> dict[str, Any]:
    """The same of a contract of a test's own, in one style."""
    files, told = written(bound_text(folder, text, [style]), **given)
    assert not [one for one in told if one.severity.value == "error"], told
    return {Path(file).name: read(content) for file, content in files.items()}
