"""What the site is measured against: the least that Django needs for the same work, with the same settings."""
