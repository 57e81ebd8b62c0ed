"""From figures to a report: sections of blocks, plain data that every renderer walks through."""
