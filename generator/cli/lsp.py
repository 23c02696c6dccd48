"""``gen lsp``: the language server, for editors to start."""

import os
import sys

import click


@click.command()
@click.option(
    "--stdio",
    is_flag=True,
    expose_value=False,
    help="Speak over stdin and stdout, as it does anyway: many editors add it.",
)
def lsp() -> None:
    """Serve contracts to an editor: LSP 3.17 over stdin and stdout.

    Editors start it; docs/editors.md has the settings for VS Code, Neovim, Helix and Zed.
    """
    try:
        from generator.editor.server import serve
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] not in ("pygls", "lsprotocol"):
            raise
        raise click.ClickException(
            "the package pygls is missing: pip install 'diptych[lsp]'"
        ) from None
    protocol = os.dup(1)  # nobody but the protocol writes there: not a print, not another process
    os.dup2(2, 1)
    with os.fdopen(protocol, "wb", buffering=0) as stdout:
        serve(sys.stdin.buffer, stdout)
