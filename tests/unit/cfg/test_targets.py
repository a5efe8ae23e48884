from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from shutil import which

import pytest

from wasi_lsp.cfg.targets import (
    NONE,
    TargetSet,
    all_targets,
    target_info,
    targets_with_name,
    targets_with_value,
    values_on,
    wasi_targets,
)

WASI = (
    "wasm32-wasip1",
    "wasm32-wasip1-threads",
    "wasm32-wasip2",
    "wasm32-wasip3",
)
BUILD = Path(__file__).parents[3] / "server" / "devtools" / "build_targets.py"


def test_the_wasi_targets() -> None:
    assert tuple(wasi_targets()) == WASI
    assert targets_with_value("target_os", "wasi") == wasi_targets()
    assert targets_with_value("target_env", "p1") == TargetSet.of(WASI[:2])
    assert targets_with_value("target_env", "p2") == TargetSet.of(["wasm32-wasip2"])
    assert values_on("target_env", wasi_targets()) == ("p1", "p2", "p3")


def test_the_table_is_whole() -> None:
    assert len(all_targets()) == 320
    assert list(all_targets()) == sorted(all_targets())
    arch = [targets_with_value("target_arch", value) for value in values_on("target_arch", ~NONE)]
    assert sum(len(targets or NONE) for targets in arch) == 320


def test_what_flags_change_is_no_fact_of_a_target() -> None:
    for name in ("test", "doc", "miri", "debug_assertions", "proc_macro", "tokio_unstable"):
        assert targets_with_name(name) is None
    for key in ("feature", "panic", "target_feature", "sanitize", "relocation_model"):
        assert targets_with_value(key, "x") is None


def test_what_no_target_has() -> None:
    assert targets_with_value("target_os", "wasix") == NONE
    assert targets_with_value("unix", "x") == NONE
    assert targets_with_name("target_env") == NONE


def test_sets_of_targets_behave_as_sets() -> None:
    unix, windows = targets_with_name("unix"), targets_with_name("windows")
    assert unix is not None
    assert windows is not None
    assert not unix & windows
    assert len(unix | windows) == len(unix) + len(windows)
    assert (unix | windows) - windows == unix
    assert unix ^ unix == NONE
    assert ~~unix == unix
    assert unix <= unix | windows
    assert "x86_64-unknown-linux-gnu" in unix
    assert "wasm32-wasip2" not in unix
    assert "nonesuch" not in all_targets()
    assert TargetSet.of(["nonesuch"]) == NONE


def test_tier_and_std_of_a_target() -> None:
    info = target_info("wasm32-wasip2")
    assert info is not None
    assert (info.tier, info.std) == (2, True)
    assert target_info("wasm32-wasi") is None


@pytest.mark.skipif(which("rustc") is None, reason="needs rustc")
def test_the_table_is_what_rustc_says() -> None:
    """Where the rustc at hand is the one that the table names."""
    version = subprocess.run(["rustc", "--version"], capture_output=True, text=True, check=True)
    if version.stdout.strip() not in (
        BUILD.parents[1] / "wasi_lsp/cfg/data/targets.json"
    ).read_text("utf-8"):
        pytest.skip("another rustc")
    subprocess.run([sys.executable, BUILD, "--check", "--only", "targets"], check=True)


def test_importing_costs_next_to_nothing() -> None:
    """The table is loaded when it is first asked, not before."""
    code = """
import sys
opened = []
sys.addaudithook(lambda event, args: event == "open" and opened.append(str(args[0])))
from wasi_lsp.cfg.targets import all_targets
assert not [path for path in opened if path.endswith("targets.json")]
all_targets()
assert [path for path in opened if path.endswith("targets.json")]
"""
    subprocess.run(
        [sys.executable, "-c", code], check=True, cwd=BUILD.parents[1], env={"PYTHONPATH": "."}
    )
