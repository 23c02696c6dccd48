"""Measures a contract's styles against each other: bytes, latency, throughput, CPU, growth."""

from generator.measure.process import MeasureError
from generator.measure.run import run
from generator.measure.saved import UnreadableError, read, write
from generator.measure.terminal import terminal

__all__ = ["MeasureError", "UnreadableError", "read", "run", "terminal", "write"]
