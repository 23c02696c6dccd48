"""Rules of good design, and what of a contract does not keep them."""
