"""``gen explain``: the page of a diagnostic, or the list of all."""

import click

from generator.diagnostics import did_you_mean


def _codes(_ctx: click.Context, _parameter: click.Parameter, incomplete: str) -> list[str]:
    from generator.diagnostics.registry import all_kinds

    return [code for code in all_kinds() if code.startswith(incomplete.upper())]


@click.command()
@click.argument("code", required=False, shell_complete=_codes)
def explain(code: str | None) -> None:
    """Explain a diagnostic: what is wrong, an example, how to mend it.

    CODE is what stands in the brackets of error[GEN203]. Without it, lists all codes.
    """
    from generator.diagnostics.pages import page
    from generator.diagnostics.registry import all_kinds

    kinds = all_kinds()
    if code is None:
        for kind in kinds.values():
            click.echo(f"{kind.code}  {kind.name}")
        return
    wanted = code.strip().strip("[]").upper()
    by_name = {kind.name.upper(): kind for kind in kinds.values()}
    found = kinds.get(wanted) or by_name.get(wanted)
    if found is None:
        hint = did_you_mean(wanted, kinds) or "'gen explain' lists all codes"
        raise click.BadParameter(f"there is no diagnostic '{code}'; {hint}", param_hint="CODE")
    click.echo(page(found), nl=False)
