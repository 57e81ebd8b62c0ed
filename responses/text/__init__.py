"""What can be said of words by themselves: no framework, no database, and nothing of ours but itself."""
