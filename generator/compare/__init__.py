"""From a contract to evidence: what travels in each style, and what it costs."""
