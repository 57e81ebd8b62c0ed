"""Content packs: a folder of YAML and Markdown that holds a whole exercise."""
