"""A generated file is changed by hand."""

from pathlib import Path

from generator.building import BuildRequest, build


def _built(folder: Path) -> None:
    build(
        BuildRequest(
            contracts=[folder / "contract.yaml"],
            root=folder,
            output=folder / "generated",
            styles=("jsonrpc",),
        )
    )


def make(folder: Path) -> None:
    """Build, then add a line to a generated file."""
    _built(folder)
    with (folder / "generated/contract/service.py").open("a", encoding="utf-8") as file:
        file.write("# mine\n")
