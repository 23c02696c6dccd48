"""Who calls: credentials, principals, and what decides about them."""
