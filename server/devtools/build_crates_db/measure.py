"""Type-checking a package that depends on one crate, for a WASI target and for the host.

The host is the control: what fails there, too, says nothing about WASI.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

#: A build script needs tools of the machine: what it says is no fact about the crate.
_NOT_MEASURABLE = re.compile(r"failed to run custom build command|failed to select a version")


@dataclass(frozen=True, slots=True)
class Case:
    """What to depend on: a version requirement of a crate, and features of it."""

    crate: str
    version: str
    features: tuple[str, ...]
    default_features: bool

    @property
    def manifest(self) -> str:
        """The Cargo.toml of a package with this dependency."""
        features = ", ".join(f'"{feature}"' for feature in self.features)
        return (
            '[package]\nname = "probe"\nversion = "0.0.0"\nedition = "2021"\n\n[dependencies]\n'
            f'{self.crate} = {{ version = "{self.version}", features = [{features}], '
            f"default-features = {str(self.default_features).lower()} }}\n"
        )


@dataclass(frozen=True, slots=True)
class Measured:
    """What came of a case on a target."""

    crate: str
    #: As Cargo resolved it.
    version: str
    features: tuple[str, ...]
    default_features: bool
    target: str
    rust: str
    compiles: bool
    #: The package that does not compile, with its version, and the first that the compiler says.
    culprit: str | None = None
    error: str | None = None

    @property
    def line(self) -> str:
        """The row as it is kept."""
        return json.dumps({key: value for key, value in asdict(self).items() if value is not None})


def cases_in(table: Mapping[str, Any]) -> Iterator[Case]:
    """The cases that `cases.toml` lists: each set of features of each version."""
    for entry in table["crate"]:
        for version in entry["versions"]:
            for listed in entry["features"]:
                default = "default" in listed
                features = tuple(each for each in listed if each != "default")
                yield Case(entry["name"], version, features, default)


@dataclass(frozen=True, slots=True)
class _Checked:
    """What Cargo said of a package, with the first error of the compiler and whose it is."""

    compiles: bool
    culprit: str | None = None
    error: str | None = None
    complaint: str = ""


def measure(case: Case, targets: list[str], host: str, build_folder: Path) -> Iterator[Measured]:
    """Check a case for each target; nothing for what fails on the host or cannot be measured."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "src").mkdir()
        (folder / "src/lib.rs").touch()
        (folder / "Cargo.toml").write_text(case.manifest, encoding="utf-8")
        found = {target: _check(folder, target, build_folder) for target in targets}
        failed = [each for each in found.values() if not each.compiles]
        if any(each.error is None or _NOT_MEASURABLE.search(each.complaint) for each in failed):
            return
        if failed and not _check(folder, host, build_folder).compiles:
            return
        for target, checked in found.items():
            yield Measured(
                case.crate,
                _locked(folder)[case.crate],
                case.features,
                case.default_features,
                target,
                _rust_version(),
                checked.compiles,
                checked.culprit,
                checked.error,
            )


def _check(folder: Path, target: str, build_folder: Path) -> _Checked:
    done = subprocess.run(
        ["cargo", "check", "--quiet", "--message-format=json", "--target", target],
        cwd=folder,
        env={**_as_stable(), "CARGO_TARGET_DIR": str(build_folder)},
        capture_output=True,
        text=True,
        timeout=900,
        check=False,
    )
    if not done.returncode:
        return _Checked(compiles=True)
    for line in done.stdout.splitlines():
        said = json.loads(line)
        if said["reason"] == "compiler-message" and said["message"]["level"] == "error":
            culprit = said["package_id"].rpartition("#")[2].replace("@", " ")
            error = said["message"]["message"]
            return _Checked(False, culprit, error, done.stderr)
    return _Checked(False, complaint=done.stderr)


def _as_stable() -> dict[str, str]:
    """The environment without what opens nightly's gates: build scripts look for that."""
    return {key: value for key, value in os.environ.items() if key != "RUSTC_BOOTSTRAP"}


def _rust_version() -> str:
    said = subprocess.run(["rustc", "-V"], capture_output=True, text=True, check=True).stdout
    return said.split()[1]


def _locked(folder: Path) -> dict[str, str]:
    lock = tomllib.loads((folder / "Cargo.lock").read_text("utf-8"))
    return {package["name"]: package["version"] for package in lock["package"]}
