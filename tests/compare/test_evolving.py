"""``gen compare --against`` runs old with new, and says who keeps working."""

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from generator.cli import cli

ROOT = Path(__file__).resolve().parents[2]
PRODUCTS = (ROOT / "contracts/products.yaml").read_text("utf-8")

# From the older version to that of the repository.
OLDER = {
    "      note:       string?\n": "",  # an added field
    "max_length: 200": "max_length: 400",  # a tightened constraint
    "  DeleteProduct:\n": "  DropProduct:\n",  # gone, and another one at the same path
    "rest: PUT /products/{product_id}": "rest: PUT /items/{product_id}",  # a changed path
}


def run(*arguments: str) -> Result:
    return CliRunner().invoke(cli, ["compare", *arguments], prog_name="gen")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """old.yaml and new.yaml, and what was said of them: who.json, page.html."""
    folder = tmp_path_factory.mktemp("evolving")
    old = PRODUCTS
    for now, before in OLDER.items():
        assert now in old
        old = old.replace(now, before)
    (folder / "old.yaml").write_text(old, "utf-8")
    (folder / "new.yaml").write_text(PRODUCTS, "utf-8")
    for lock in ("old.lock", "new.lock"):  # or an added field would give others new numbers
        (folder / lock).write_bytes((ROOT / "contracts/products.lock").read_bytes())
    files = [str(folder / name) for name in ("new.yaml", "old.yaml", "who.json", "page.html")]
    result = run(files[0], "--against", files[1], "--json", files[2], "--html", files[3])
    assert result.exit_code == 0, result.output
    return folder


@pytest.fixture(scope="module")
def states(folder: Path) -> dict[tuple[str, str, str], str | None]:
    """What became of an operation, by its name, style and direction."""
    document = json.loads((folder / "who.json").read_text())
    return {
        (operation["new"] or operation["old"], cell["style"], cell["direction"]): cell["state"]
        for operation in document["operations"]
        for cell in operation["cells"]
    }


def styles(states: dict[tuple[str, str, str], str | None]) -> set[str]:
    return {style for _, style, _ in states}


def test_an_added_output_breaks_no_old_client(
    states: dict[tuple[str, str, str], str | None],
) -> None:
    assert {states["GetProduct", style, "old"] for style in styles(states)} == {"works"}


def test_a_tightened_input_is_a_risk_though_its_example_works(
    states: dict[tuple[str, str, str], str | None],
) -> None:
    assert {states["AddProduct", style, "old"] for style in styles(states)} == {"at risk"}


def test_a_changed_path_fails_where_there_are_paths(
    states: dict[tuple[str, str, str], str | None],
) -> None:
    for direction in ("old", "new"):
        failed = {
            s for s in styles(states) if states["UpdateProductPrice", s, direction] == "fails"
        }
        assert failed == {"rest"}


def test_an_operation_that_is_gone_fails_where_it_has_a_name_of_its_own(
    states: dict[tuple[str, str, str], str | None],
) -> None:
    for name, direction in (("DropProduct", "old"), ("DeleteProduct", "new")):
        found = {style: states[name, style, direction] for style in styles(states)}
        assert found.pop("rest") == "at risk"  # the other one answers at the same path
        assert set(found.values()) == {"fails"}
    assert {states["DropProduct", style, "new"] for style in styles(states)} == {None}


def test_reasons_and_changes_stand_beside_each_other(folder: Path) -> None:
    document = json.loads((folder / "who.json").read_text())
    update = next(one for one in document["operations"] if one["new"] == "UpdateProductPrice")
    changes = [document["changes"][number] for number in update["changes"]]
    assert any(change["what"] == "UpdateProductPrice" for change in changes)
    cell = next(
        one for one in update["cells"] if (one["style"], one["direction"]) == ("rest", "old")
    )
    assert cell["why"]
    assert cell["seen"].startswith("unimplemented")
    assert document["base"].endswith("old.yaml")


def test_nothing_fails_where_nothing_has_changed(folder: Path) -> None:
    for name in ("playlists", "cameras"):  # unions, parents, errors; streams, files, auth
        contract = str(ROOT / f"contracts/{name}.yaml")
        file = str(folder / f"{name}.json")
        result = run(contract, "--against", contract, "--json", file)
        assert result.exit_code == 0, result.output
        document = json.loads(Path(file).read_text())
        assert document["changes"] == []
        found = [cell for one in document["operations"] for cell in one["cells"]]
        assert {cell["state"] for cell in found} <= {"same", None}
        assert sum(cell["state"] == "same" for cell in found) > len(found) / 2


def test_the_page_has_a_heat_table_for_each_direction(folder: Path) -> None:
    page = (folder / "page.html").read_text("utf-8")
    assert len(re.findall(r'<table class="heat"', page)) == 2
    row = re.search(r"<tr>\s*<th scope=.row.>UpdateProductPrice.*?</tr>", page, re.DOTALL)
    assert row is not None
    assert "h-fails" in row[0]
    assert "<strong>REST:</strong>" in row[0]
    assert "DIFF" in page


def test_the_terminal_shows_both_directions_and_why(folder: Path) -> None:
    result = run(str(folder / "new.yaml"), "--against", str(folder / "old.yaml"), "--style", "grpc")
    assert "old clients, new server" in result.stdout
    assert "new clients, old server" in result.stdout
    assert re.search(r"DropProduct +FAILS", result.stdout)


@pytest.mark.parametrize("base", ["nowhere", "git:no-such-branch"])
def test_a_base_that_cannot_be_had_is_exit_2(folder: Path, base: str) -> None:
    result = run(str(folder / "new.yaml"), "--against", base)
    assert result.exit_code == 2
    assert "error[GEN90" in result.stderr


def test_a_folder_without_the_contract_and_one_that_is_not_valid_are_exit_2(
    folder: Path, tmp_path: Path
) -> None:
    assert run(str(folder / "new.yaml"), "--against", str(tmp_path)).exit_code == 2
    (tmp_path / "new.yaml").write_text("contract: a.v1\ntypes: {A: {fields: {a: Strin}}}\n")
    result = run(str(folder / "new.yaml"), "--against", str(tmp_path))
    assert result.exit_code == 2
    assert "error[GEN90" in result.stderr


def test_it_measures_nothing(folder: Path) -> None:
    file = str(folder / "new.yaml")
    assert run(file, "--against", file, "--measure").exit_code == 2


def test_new_clients_are_told_the_reason_that_is_theirs(tmp_path: Path) -> None:
    old = """\
contract: shop.notes.v1
types: {Note: {fields: {text: string}}}
operations:
  Say: {input: {note: Note}, output: Note}
"""
    new = old.replace("text: string", "text: string, sender: string")
    for name, text in (("old", old), ("new", new)):
        (tmp_path / f"{name}.yaml").write_text(text, "utf-8")
    files = [str(tmp_path / name) for name in ("new.yaml", "old.yaml", "who.json")]
    result = run(files[0], "--against", files[1], "--json", files[2], "--style", "rest")
    assert result.exit_code == 0, result.output
    (operation,) = json.loads(Path(files[2]).read_text())["operations"]
    whys = {cell["direction"]: cell["why"] for cell in operation["cells"]}
    assert whys["old"] == "old clients do not send it"
    assert "old servers do not know it" in whys["new"]
