"""What a build would add, change and remove, and what stands in its way."""

from pathlib import Path

from generator.building.output import manifest, plan, write
from generator.building.output.plan import Obstacle
from generator.formats.output_tree import File


def _files(**contents: str) -> list[File]:
    return [
        File(path=f"{n.replace('__', '/')}.py", content=c.encode()) for n, c in contents.items()
    ]


def _build(root: Path, **units: list[File]) -> None:
    write.apply(root, plan.make(root, units).changes)


def _kinds(made: plan.Plan) -> dict[str, str]:
    return {change.path: change.kind for change in made.changes}


def test_into_an_empty_folder_everything_is_added(tmp_path: Path) -> None:
    made = plan.make(tmp_path / "out", {"products": _files(types="1", rest__client="2")})
    assert _kinds(made) == {
        "products/.gitattributes": "added",
        "products/manifest.sha256": "added",
        "products/rest/client.py": "added",
        "products/types.py": "added",
    }
    assert made.obstacles == ()


def test_the_same_files_again_change_nothing(tmp_path: Path) -> None:
    _build(tmp_path, products=_files(types="1"))
    assert plan.make(tmp_path, {"products": _files(types="1")}) == plan.Plan(
        changes=(), obstacles=()
    )


def test_only_what_differs_is_changed_and_only_what_was_written_is_removed(tmp_path: Path) -> None:
    _build(tmp_path, products=_files(types="1", errors="1", rest__old="1"))
    (tmp_path / "products/rest/mine.py").write_text("mine")
    made = plan.make(tmp_path, {"products": _files(types="2", errors="1")})
    assert _kinds(made) == {
        "products/manifest.sha256": "changed",
        "products/rest/old.py": "removed",
        "products/types.py": "changed",
    }
    assert made.obstacles == ()


def test_a_file_that_was_deleted_comes_back(tmp_path: Path) -> None:
    _build(tmp_path, products=_files(types="1"))
    (tmp_path / "products/types.py").unlink()
    assert _kinds(plan.make(tmp_path, {"products": _files(types="1")})) == {
        "products/types.py": "added"
    }


def test_hand_edited_files_are_in_the_way_whether_they_change_or_go(tmp_path: Path) -> None:
    _build(tmp_path, products=_files(types="1", errors="1"))
    (tmp_path / "products/types.py").write_text("edited")
    (tmp_path / "products/errors.py").write_text("edited")
    made = plan.make(tmp_path, {"products": _files(types="1")})
    assert made.obstacles == (
        Obstacle(path="products/errors.py", kind="hand-edited"),
        Obstacle(path="products/types.py", kind="hand-edited"),
    )


def test_what_a_merge_made_is_not_in_the_way(tmp_path: Path) -> None:
    _build(tmp_path, products=_files(types="1", errors="1"))
    ours, theirs = manifest.digest(b"1"), manifest.digest(b"2")
    listed = f"<<<<<<< main\n{ours}  types.py\n=======\n{theirs}  types.py\n>>>>>>> other\n"
    (tmp_path / "products/manifest.sha256").write_text(f"{listed}{ours}  errors.py\n")
    (tmp_path / "products/types.py").write_text("1 and 2, as git merged them")
    (tmp_path / "products/errors.py").write_text("a\n<<<<<<< main\n1\n=======\n2\n>>>>>>> other\n")
    assert plan.make(tmp_path, {"products": _files(types="3", errors="3")}).obstacles == ()


def test_an_edit_that_says_what_the_build_says_is_not_in_the_way(tmp_path: Path) -> None:
    _build(tmp_path, products=_files(types="1"))
    (tmp_path / "products/types.py").write_text("2")
    made = plan.make(tmp_path, {"products": _files(types="2")})
    assert _kinds(made) == {"products/manifest.sha256": "changed"}
    assert made.obstacles == ()


def test_a_foreign_file_is_in_the_way_unless_it_is_the_same(tmp_path: Path) -> None:
    (tmp_path / "products").mkdir()
    (tmp_path / "products/types.py").write_text("mine")
    (tmp_path / "products/errors.py").write_text("1")
    made = plan.make(tmp_path, {"products": _files(types="1", errors="1")})
    assert made.obstacles == (Obstacle(path="products/types.py", kind="foreign"),)
    assert all(obstacle.forcible for obstacle in made.obstacles)


def test_links_and_folders_are_in_the_way_even_by_force(tmp_path: Path) -> None:
    root, elsewhere = tmp_path / "out", tmp_path / "elsewhere"
    elsewhere.mkdir()
    (root / "products/types.py").mkdir(parents=True)
    (root / "products/rest").symlink_to(elsewhere)
    (root / "products/errors.py").symlink_to(elsewhere / "missing.py")
    files = _files(types="1", errors="1", rest__client="1", rest__server="1")
    made = plan.make(root, {"products": files})
    assert made.obstacles == (
        Obstacle(path="products/errors.py", kind="symlink"),
        Obstacle(path="products/rest", kind="symlink"),
        Obstacle(path="products/types.py", kind="folder"),
    )
    assert not any(obstacle.forcible for obstacle in made.obstacles)


def test_a_unit_without_files_goes_with_its_manifest(tmp_path: Path) -> None:
    _build(tmp_path, products=_files(types="1"), accounts=_files(types="1"))
    assert plan.units_on_disk(tmp_path).keys() == {"accounts", "products"}
    _build(tmp_path, accounts=[])
    [(unit, known)] = plan.units_on_disk(tmp_path).items()
    assert (unit, known["types.py"]) == ("products", frozenset({manifest.digest(b"1")}))
    assert not (tmp_path / "accounts").exists()
