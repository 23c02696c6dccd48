"""Contracts in an editor: from texts and positions to answers, and a server that speaks LSP.

All but ``server`` and ``worker`` are functions of values; a text in the editor counts before the
file on the disk.
"""
