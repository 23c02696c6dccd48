"""How values are written: one folder per format, shared by the styles."""
