"""make bench: set up and measure. ARGS="--help" goes to the bench."""

import python_version  # noqa: F401, I001  (first: it refuses a Python that cannot read the rest)

import os
import shlex

import environment


def measure() -> int:
    """Run the bench on this machine."""
    environment.set_up("requirements-dev.txt")
    return environment.run(environment.PYTHON, "-m", "bench", *shlex.split(os.environ.get("ARGS", "")))


if __name__ == "__main__":
    environment.main(measure)
