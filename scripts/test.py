"""make test: set up and run the tests. DATABASE_URL and REDIS_URL choose services; ARGS="-k receipt" goes to pytest."""

import python_version  # noqa: F401, I001  (first: it refuses a Python that cannot read the rest)

import os
import shlex

import environment


def test() -> int:
    """Run every test whose part is on this machine; what is left out is listed."""
    environment.set_up("requirements-dev.txt")
    # Each process takes a stretch of the tests, so that what a room needs is made in one of them, and helps the others
    # when it is done.
    parallel = ["-n", str(processes()), "--dist", "worksteal"]
    # Where a machine keeps nothing compiled, each of these processes and of those they start compiles every module.
    env = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    more = shlex.split(os.environ.get("ARGS", ""))
    return environment.run(environment.PYTHON, "-m", "pytest", *parallel, *more, env=env)


def processes() -> int:
    """Return one process more than there are cores: tests in a browser often wait for it."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return cores + 1


if __name__ == "__main__":
    environment.main(test)
