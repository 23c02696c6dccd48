"""What stands between: a real proxy, two generated servers, and what that is good for."""
