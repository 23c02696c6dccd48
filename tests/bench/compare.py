"""Prints what ``gen compare`` without a measurement costs, in CPU seconds and memory.

Run: python -m tests.bench.compare

Nothing was built before, so nothing is reused. A busy machine makes CPU seconds longer: each
contract is compared a few times and the best run counts. Exits with 1 when a limit is passed.
"""

import sys
from pathlib import Path

from tests.bench.build import ROOT, ROUNDS, Limit, Table, measure, project
from tests.bench.synthetic import contract

_LIMIT = Limit(cpu=1)


def main() -> int:
    """Measure and print; 1 when a limit is passed."""
    table = Table()
    texts = {
        "products": (ROOT / "contracts/products.yaml").read_text(),
        "100 operations": contract(20),
    }
    for what, text in texts.items():
        with project(text) as folder:
            page = ["--html", str(Path(folder) / "page.html")]
            for form, arguments in {"terminal": [], "page": page}.items():
                command = ["compare", "bench.yaml", *arguments]
                measure(command, folder)  # compiles our own modules, once
                costs = [measure(command, folder) for _ in range(ROUNDS)]
                table.add(f"{what}, {form}", min(costs, key=lambda cost: cost.cpu), _LIMIT)
    for problem in table.passed:
        print(f"LIMIT PASSED  {problem}")
    return 1 if table.passed else 0


if __name__ == "__main__":
    sys.exit(main())
