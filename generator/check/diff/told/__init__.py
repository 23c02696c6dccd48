"""What a comparison comes to, for people and for programs."""
