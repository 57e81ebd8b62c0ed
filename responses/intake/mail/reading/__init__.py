"""What a message says, from its bytes. Pure: no database, no settings; it runs in a process of its own."""
