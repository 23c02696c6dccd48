"""Turns the nodes of one file into its declarations, as written."""

from generator.resolve.declare.contract import declare
from generator.resolve.declare.declarations import ContractDecl

__all__ = ["ContractDecl", "declare"]
