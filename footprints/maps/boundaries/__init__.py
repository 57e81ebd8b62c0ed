"""Real boundaries from a GeoJSON file: read and checked, matched by name, simplified together, kept."""
