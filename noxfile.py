"""What a change has to pass: `nox` runs lint and tests, `nox -s extension` the extension."""

from __future__ import annotations

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
    session.run("pytest", *session.posargs)


@nox.session
def extension(session: nox.Session) -> None:
    """The VS Code extension: types, style, and the package."""
    # It fetches the wheels that the package brings.
    session.install("pip")
    with session.chdir("vscode-extension"):
        session.run("npm", "ci", external=True)
        session.run("npm", "run", "check", external=True)
        session.run("npm", "run", "package", external=True)
