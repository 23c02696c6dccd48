"""Another contract has been built before, by a version with another ``_support``."""

import hashlib
from pathlib import Path

from generator.building import BuildRequest, build


def make(folder: Path) -> None:
    """Build the first contract only, and make the shared code look older."""
    build(
        BuildRequest(
            contracts=[folder / "contract.yaml"],
            root=folder,
            output=folder / "generated",
            styles=("jsonrpc",),
        )
    )
    path, manifest = (folder / "generated/_support" / n for n in ("codes.py", "manifest.sha256"))
    new = path.read_bytes()
    old = new + b"# as an older version had it\n"
    path.write_bytes(old)
    hashes = (hashlib.sha256(content).hexdigest() for content in (new, old))
    manifest.write_text(manifest.read_text().replace(*hashes))
