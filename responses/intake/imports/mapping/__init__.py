"""What becomes of each column: guessed, said by a person, remembered; plain data, no database."""
