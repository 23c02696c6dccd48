"""What one style's wire makes impossible is refused where that style is built, and only there."""

from pathlib import Path

import pytest

from tests.cli.conftest import Gen

HEADER = "contract: notes.v1\nversion: 1.0.0\n"


@pytest.mark.parametrize(
    ("contract", "style", "others"),
    [
        (
            "errors: {Gone: {code: not_found, fields: {code: string, detail: string}}}\n"
            "operations: {Go: {errors: [Gone]}}\n",
            "rest",
            ["grpc", "jsonrpc"],
        ),
        ("types: {Colour: {enum: [unspecified, RED]}}\n", "grpc", ["rest", "jsonrpc"]),
        (
            "types: {GoResponse: {fields: {a: string}}}\noperations: {Go: {output: GoResponse}}\n",
            "grpc",
            ["rest", "jsonrpc"],
        ),
    ],
)
@pytest.mark.usefixtures("project")
def test_a_name_is_refused_only_where_the_style_is_built_that_cannot_carry_it(
    contract: str, style: str, others: list[str], gen: Gen
) -> None:
    Path("contracts/notes.yaml").write_text(HEADER + contract)
    for styles, ok in ([style], False), (others, True):
        Path("pyproject.toml").write_text(f"[tool.gen]\nstyles = {styles}\n".replace("'", '"'))
        done = gen("build", "contracts/notes.yaml", "--force")
        assert (done.exit_code == 0) is ok, done.stderr


@pytest.mark.usefixtures("project")
def test_parent_and_child_of_one_key_name_are_told_apart_by_the_parent(gen: Gen) -> None:
    Path("contracts/notes.yaml").write_text(
        HEADER
        + """\
types:
  Shelf: {fields: {name: string}}
  Book: {fields: {name: string}}
  Page: {fields: {name: string}}
resources:
  Page: {key: name, parent: Book}
  Shelf: {key: name, collection: shelves}
  Book: {key: name, parent: Shelf}
operations:
  GetPage: {get: Page}
  ListPages: {list: Page}
  GetBook: {get: Book}
  GetShelf: {get: Shelf}
"""
    )
    Path("pyproject.toml").write_text('[tool.gen]\nstyles = ["rest"]\n')
    done = gen("build", "contracts/notes.yaml", "--force")
    assert done.exit_code == 0, done.stderr
    document = Path("generated/notes/rest/openapi.yaml").read_text(encoding="utf-8")
    assert [line.strip() for line in document.splitlines() if line.startswith("  /")] == [
        "/shelves/{shelf_name}/books/{book_name}/pages/{name}:",
        "/shelves/{shelf_name}/books/{book_name}/pages:",
        "/shelves/{shelf_name}/books/{name}:",
        "/shelves/{name}:",
    ]
