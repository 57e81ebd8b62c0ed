"""make demo: set everything up, start the site with a worker, and say where to look. Standard library only."""

import python_version  # noqa: F401, I001  (first: it refuses a Python that cannot read the rest)

import json
import os
import socket
import time
import urllib.error
import urllib.request

import environment
from environment import PYTHON, ROOT, Trouble, say
from supervisor import Supervisor

PACK = "norfolk-waveney-2021"
START_LIMIT = 60  # seconds


def demo() -> int:
    """Set up, start, wait for Ctrl-C, stop."""
    port = free_port(os.environ.get("PORT") or "8000")
    var = ROOT / "var"
    var.mkdir(exist_ok=True)
    environment.set_up("requirements.txt")
    env = settings_of_demo(port)
    if environment.run(PYTHON, "scripts/demo_data.py", PACK, env=env):
        raise Trouble("The demonstration data could not be made: see the lines above. 'make clean' starts afresh.")
    site = Supervisor(folder=ROOT, env=env, logs=var / "log")
    try:
        start(site)
        if wait_until_it_answers(site, port):
            introduce(port, json.loads((var / "demo-accounts.json").read_text()))
        ended = site.watch()
        if ended:
            raise Trouble(f"The {ended} process ended by itself, so everything was stopped. {last_words(site, ended)}")
    finally:
        say("Stopping ...")
        site.end_all()
    say("Stopped.")
    return 0


def free_port(wanted: str) -> int:
    """Return the port as a number, or say why it cannot be used."""
    if not wanted.isdigit() or not 1 <= int(wanted) <= 65535:
        raise Trouble(f"PORT={wanted} is not a port. Choose a number from 1024 to 65535: make demo PORT=8001")
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", int(wanted)))
        except PermissionError:
            raise Trouble(f"Port {wanted} is for administrators. Choose another: make demo PORT=8001") from None
        except OSError:
            raise Trouble(f"Port {wanted} is taken. Choose another: make demo PORT={int(wanted) % 65000 + 1}") from None
    return int(wanted)


def settings_of_demo(port: int) -> dict[str, str]:
    """Return the environment of a demonstration, whatever this shell or an .env file says of a real installation."""
    here = {
        "DEMO": "1",
        "DEBUG": "0",
        "VAR_DIR": str(ROOT / "var"),
        "DATABASE_URL": "",
        "REDIS_URL": "",
        "EMAIL_URL": "",
        "SITE_URL": f"http://127.0.0.1:{port}",
        "ALLOWED_HOSTS": "127.0.0.1,localhost",
        "BIND": f"127.0.0.1:{port}",
        "WEB_CONCURRENCY": "1",
        "TRUSTED_PROXY_COUNT": "0",
        "DJANGO_SETTINGS_MODULE": "config.settings",
    }
    return {**os.environ, **here}


def start(site: Supervisor) -> None:
    """Start web server, worker and beat."""
    site.start("web", PYTHON, "-m", "gunicorn", "config.wsgi", "--config", "gunicorn.conf.py")
    site.start("worker", PYTHON, "-m", "celery", "-A", "config", "worker", "--concurrency=1", "--loglevel=WARNING")
    site.start("beat", PYTHON, "-m", "celery", "-A", "config", "beat", "--pidfile=", "--loglevel=WARNING")


def wait_until_it_answers(site: Supervisor, port: int) -> bool:
    """Wait for the first answer; False when something ended, or somebody pressed Ctrl-C, before it came."""
    deadline = time.monotonic() + START_LIMIT
    while not site.stopping and not site.ended():
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/health/web/", timeout=5):
                return True
        except (urllib.error.URLError, OSError):
            pass
        if time.monotonic() > deadline:
            raise Trouble(f"The site did not answer within {START_LIMIT} seconds. {last_words(site, 'web')}")
        time.sleep(0.2)
    return False


def introduce(port: int, accounts: list[dict[str, str]]) -> None:
    """Print addresses, accounts and passwords."""
    site = f"http://127.0.0.1:{port}"
    width = max(len(account["role"]) for account in accounts)
    say(f"\n  The public site   {site}/")
    say(f"  Staff             {site}/staff/")
    say("  Emails it sends   var/mail/\n")
    say("  Accounts of this demonstration (no second factor is asked for here):")
    for account in accounts:
        say(f"    {account['role']:<{width}}  {account['email']}  {account['password']}")
    say("\n  Ctrl-C stops everything.\n")


def last_words(site: Supervisor, name: str) -> str:
    """Return where a process wrote, and its last line."""
    lines = [line for line in site.log(name).read_text(errors="replace").splitlines() if line.strip()]
    where = site.log(name).relative_to(ROOT)
    return f"It said, in {where}: {lines[-1]}" if lines else f"Its log {where} is empty."


if __name__ == "__main__":
    environment.main(demo)
