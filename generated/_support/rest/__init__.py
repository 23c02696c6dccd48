"""REST at run time: what generated servers and clients share."""
