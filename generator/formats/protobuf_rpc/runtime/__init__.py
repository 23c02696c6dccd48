"""XML: the values that JSON has, as documents and back."""
