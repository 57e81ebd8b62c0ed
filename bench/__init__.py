"""Speed against bare Django views. `make bench` runs it; docs/performance.md says what is measured, and why so."""
