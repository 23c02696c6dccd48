"""``gen explain`` prints the page of a code."""

from click.testing import CliRunner

from generator.cli.explain import explain
from generator.diagnostics.pages import page
from generator.diagnostics.registry import all_kinds


def test_a_code_is_explained_however_it_is_spelled() -> None:
    expected = page(all_kinds()["GEN108"])
    for spelling in ("GEN108", "gen108", "[GEN108]", "needs-quotes"):
        done = CliRunner().invoke(explain, [spelling])
        assert (done.exit_code, done.stdout) == (0, expected)


def test_an_unknown_code_gets_a_hint() -> None:
    done = CliRunner().invoke(explain, ["GEM108"])
    assert done.exit_code == 2
    assert "did you mean 'GEN108'?" in done.stderr


def test_without_a_code_all_are_listed() -> None:
    done = CliRunner().invoke(explain)
    assert done.stdout.splitlines() == [
        f"{kind.code}  {kind.name}" for kind in all_kinds().values()
    ]
