"""A chain of imports."""

from pathlib import Path


def make(folder: Path) -> None:
    """Write forty contracts, each of which imports the next one."""
    chain = folder / "chain"
    chain.mkdir()
    for n in range(40):
        text = f"contract: shop.n{n}.v1\nimports: {{next: n{n + 1}.yaml}}\n"
        (chain / f"n{n}.yaml").write_text(text, encoding="utf-8")
