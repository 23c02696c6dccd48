"""``gen completion``: the script that makes a shell complete the command."""

import click
from click.shell_completion import get_completion_class

_SHELLS = ("bash", "zsh", "fish")
_WHERE = """\b
bash: gen completion bash > ~/.local/share/bash-completion/completions/gen
zsh:  gen completion zsh > "${fpath[1]}/_gen"
fish: gen completion fish > ~/.config/fish/completions/gen.fish"""


@click.command(help=f"Print the completion script of a shell.\n\n{_WHERE}")
@click.argument("shell", type=click.Choice(_SHELLS))
@click.pass_context
def completion(ctx: click.Context, shell: str) -> None:
    """Print what the shell is to source."""
    made = get_completion_class(shell)
    assert made is not None
    click.echo(made(ctx.find_root().command, {}, "gen", "_GEN_COMPLETE").source())
