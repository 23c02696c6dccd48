"""Diptych: one neutral contract in, REST and RPC stubs out."""
