"""One file per subject; each measure takes the stage and returns its figures."""
