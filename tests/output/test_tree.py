"""What may be added to an output tree."""

import pytest

from generator.formats.output_tree import File, OutputTree


@pytest.mark.parametrize(
    "path", ["/etc/passwd", "../x", "a/../../x", "a//b", "./a", "a/", ".", "a\\b", "", "a\0b"]
)
def test_a_path_that_is_not_clean_is_refused(path: str) -> None:
    with pytest.raises(ValueError, match="not a clean relative path"):
        OutputTree([File(path=path, content=b"")])


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("rest/client.py", "rest/client.py"),
        ("rest/client.py", "rest/Client.py"),
        ("rest/client.py", "REST/server.py"),
        ("rest", "rest/client.py"),
        ("rest/client.py", "rest"),
    ],
)
def test_two_files_that_some_disk_cannot_hold_together_are_refused(first: str, second: str) -> None:
    tree = OutputTree([File(path=first, content=b"")])
    with pytest.raises(ValueError, match=r"two files want|clashes with"):
        tree.add(File(path=second, content=b""))


def test_files_come_sorted_by_path() -> None:
    tree = OutputTree(File(path=path, content=b"") for path in ["b", "a/c", "a/b"])
    assert [file.path for file in tree] == ["a/b", "a/c", "b"]
    assert len(tree) == 3
