"""GEN2xx, GEN3xx and GEN7xx: what can be wrong with a contract's meaning, one module per topic."""
