"""From frames to figures: pure functions, without Django and without a database."""
