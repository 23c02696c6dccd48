"""Measures a contract's styles against each other: bytes, latency, throughput, CPU, growth."""
