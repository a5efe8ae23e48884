"""Real editors, each with the configuration that users get, at work on the same sample."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

#: The folder with what users copy.
EDITORS = Path(__file__).parents[2] / "editors"

#: Where `wasi-lsp` is.
ENVIRONMENT = Path(sys.executable).parent

SAMPLE = {
    "Cargo.toml": '[package]\nname = "sample"\nversion = "0.1.0"\nedition = "2021"\n',
    ".cargo/config.toml": '[build]\ntarget = "wasm32-wasip2"\n',
    "src/main.rs": """\
use std::thread;

#[cfg(all(target_os = "wasi", target_env = "wasip2"))]
fn greet() {}

fn main() {
    thread::spawn(|| println!("größer")).join().unwrap();
}
""",
}


def fences(page: str, heading: str) -> list[str]:
    """The code that a page in `EDITORS` shows below one of its headings, and above the next."""
    text = (EDITORS / page).read_text(encoding="utf-8")
    section = re.split(r"^#+ ", text.partition(f"# {heading}\n")[2], maxsplit=1, flags=re.MULTILINE)
    return re.findall(r"^```\w+\n(.*?)^```$", section[0], re.MULTILINE | re.DOTALL)


def drive(
    folder: Path,
    command: Sequence[str | Path],
    variables: Mapping[str, str],
    files: Mapping[str, str] = SAMPLE,
) -> dict[str, Any]:
    """Run an editor on some files, by their paths; the JSON that its script has written.

    The script finds the path for that in $WASI_LSP_REPORT. The files are written to `project` below
    `folder`, and the editor's own home is `home`.
    """
    project, home = folder / "project", folder / "home"
    home.mkdir()
    for name, text in files.items():
        path = project / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    report = home / "report.json"
    editor = subprocess.run(
        command,
        cwd=project,
        env={
            **os.environ,
            "HOME": str(home),
            "PATH": f"{ENVIRONMENT}{os.pathsep}{os.environ['PATH']}",
            "WASI_LSP_REPORT": str(report),
            **variables,
        },
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=150,
        check=False,
    )
    assert report.exists(), editor.stderr
    shown: dict[str, Any] = json.loads(report.read_text(encoding="utf-8"))
    assert editor.returncode == 0, f"{shown}\n{editor.stderr}"
    return shown
