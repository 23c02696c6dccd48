"""Serves Blog from the command line."""

from .._support.command import main
from .serving import HOSTS

if __name__ == "__main__":
    main(__package__, HOSTS)
