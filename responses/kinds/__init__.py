"""One file per question kind: form, validation, storage, display, export columns and the name of its measure."""
