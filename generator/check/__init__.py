"""Contracts into verdicts: what is badly designed, badly laid out, and whom a change breaks."""
