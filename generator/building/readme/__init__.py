"""The page beside the code: a contract's calls in every style, written by the emitted codecs."""
