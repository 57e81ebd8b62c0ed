"""make test: set up and run the tests. DATABASE_URL and REDIS_URL choose services; ARGS="-k receipt" goes to pytest."""

import python_version  # noqa: F401, I001  (first: it refuses a Python that cannot read the rest)

import os
import shlex

import environment


def test() -> int:
    """Run every test whose part is on this machine; what is left out is listed."""
    environment.set_up("requirements-dev.txt")
    return environment.run(environment.PYTHON, "-m", "pytest", "-n", "auto", *shlex.split(os.environ.get("ARGS", "")))


if __name__ == "__main__":
    environment.main(test)
