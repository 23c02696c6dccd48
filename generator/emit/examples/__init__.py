"""Values that types and their constraints allow, for those who have no example."""
