"""Turns the nodes of one file into its declarations, as written."""

from generator.contract.declare.contract import declare
from generator.contract.declare.declarations import ContractDecl

__all__ = ["ContractDecl", "declare"]
