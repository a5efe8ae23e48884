"""Whether rustc takes what the gates make of the cases in `tests/unit/analysis/gates.md`.

    python tests/bench/gates.py TARGET…

Each case that rustc takes for the first target (that of the machine) must be taken after the
fixes, there and for the other targets, unless a finding on an item that is absent is left. Run
with `rustc` on PATH.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

_ROOT = Path(__file__).parents[2]
sys.path += [str(_ROOT / "server"), str(_ROOT / "tests")]

from support.fixing import findings_with_gates, fixed  # noqa: E402
from support.markdown import cases_in  # noqa: E402


def compiles(text: bytes, target: str, folder: Path) -> str | None:
    """What rustc says against a text; None if nothing."""
    (folder / "a.rs").write_bytes(text)
    kind = "bin" if b"fn main()" in text else "lib"
    command = ["rustc", "--edition=2021", f"--crate-type={kind}", "--emit=metadata", "--test"]
    command += ["--target", target, "--cap-lints=allow", "-o", str(folder / "out"), "a.rs"]
    if kind == "bin":
        command.remove("--test")
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    return done.stderr if done.returncode else None


def main(targets: list[str]) -> int:
    """Judge every case and print a line for each."""
    file = _ROOT / "tests/unit/analysis/gates.md"
    failed = 0
    with TemporaryDirectory() as name:
        folder = Path(name)
        for case in cases_in(file.read_text("utf-8"), file.name):
            before = case.source.encode()
            if compiles(before, targets[0], folder) is not None:
                print(f"not Rust   {case.name}")
                continue
            after = fixed(before, case.settings)
            absent = {"WASI101", "WASI105"}
            is_left = any(f.code in absent for f in findings_with_gates(after, case.settings))
            for target in targets[:1] if is_left else targets:
                said = compiles(after, target, folder)
                failed += said is not None
                print(f"{'FAILS' if said else 'compiles':10} {case.name} for {target}")
                if said:
                    print(said)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
