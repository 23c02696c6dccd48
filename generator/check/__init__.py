"""What is said of contracts before anything is made of them: verdicts of rules."""
