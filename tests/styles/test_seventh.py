"""One more style is its folder, its templates and an entry point: the rest finds it by itself."""

import re
from pathlib import Path

import pytest

from generator.deploy import registry
from tests.styles.seventh import NAME, TITLE, gen, program, run

# Some of each way in which tests come to know the styles.
SUITES = (
    "behaviour/test_told.py",
    "behaviour/test_streams.py",
    "behaviour/test_bounds.py",
    "behaviour/test_otel.py",
    "kinds/test_travelling.py",
    "serving/test_own_places.py",
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = program(tmp_path_factory.mktemp("seventh") / "program")
    gen(made, "build", "--force")
    return made


def test_it_is_built_and_stands_on_the_page_beside_the_code(folder: Path) -> None:
    for module in ("server", "client", "binding"):
        assert (folder / f"generated/products/{NAME}/{module}.py").exists()
    assert (folder / f"generated/_support/{NAME}/server.py").exists()
    page = (folder / "generated/products/README.md").read_text("utf-8")
    assert f"[{TITLE}]({NAME}/)" in page


def test_the_comparison_shows_it(folder: Path) -> None:
    contract = "contracts/products.yaml"
    assert TITLE in gen(folder, "compare", contract, "--style", "rest", "--style", NAME)


def test_its_folder_says_whom_a_change_breaks(folder: Path) -> None:
    text = (folder / "contracts/products.yaml").read_text("utf-8")
    for name, method in (("old", "product.get"), ("new", "products.get")):
        said = text.replace("    get: Product\n", f"    get: Product\n    {NAME}: {method}\n")
        (folder / f"{name}.yaml").write_text(said, encoding="utf-8")
    program = ("-c", "from generator.cli import main; main()")
    done = run(folder, *program, "diff", "old.yaml", "new.yaml")
    assert done.returncode == 1, done.stdout + done.stderr
    why = f"old clients of {TITLE} (the method product.get became products.get)"
    assert f"= breaks: {why}\n" in done.stdout
    asked = run(
        folder, "-m", "pytest", "-q", "--stale", "-n", "0", "tests/check/diff/test_keywords.py"
    )
    assert asked.returncode == 0, asked.stdout[-3000:]


def test_what_stands_in_front_leads_to_it(folder: Path) -> None:
    contract = "contracts/products.yaml"
    for target in registry.names():
        gen(folder, "deploy", target, contract, "-o", f"front/{target}")
        written = [path for path in (folder / "front" / target).rglob("*") if path.is_file()]
        text = "".join(path.read_text("utf-8") for path in written)
        assert f"/{NAME}" in text, target


def test_it_works_alone(folder: Path) -> None:
    gen(folder, "build", "contracts/products.yaml", "--style", NAME, "-o", "alone")
    assert {path.name for path in (folder / "alone/products").iterdir() if path.is_dir()} == {NAME}
    done = run(folder, "-c", f"import alone.products.{NAME}.server, alone.products.{NAME}.client")
    assert done.returncode == 0, done.stderr


def test_the_suites_hold_it_to_what_all_styles_promise(folder: Path) -> None:
    suites = [f"tests/{suite}" for suite in SUITES]
    chosen = ("-k", f"{NAME} or travelling or own_places")
    done = run(folder, "-m", "pytest", "-q", "--stale", "-n", "0", *chosen, *suites)
    assert done.returncode == 0, done.stdout[-6000:]
    passed = re.search(r"(\d+) passed", done.stdout)
    assert passed is not None
    assert int(passed[1]) > 40
