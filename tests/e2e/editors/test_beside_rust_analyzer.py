"""Neovim with wasi-lsp and the real rust-analyzer: nothing appears twice."""

from __future__ import annotations

import os
import platform
import re
import shutil
import subprocess
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest

from support.editors import EDITORS, ENVIRONMENT, SAMPLE, drive, fences

HARNESS = Path(__file__).parent / "neovim"
PAGE = EDITORS.parent / "server" / "docs" / "lsp.md"


def rust_analyzer() -> Path | None:
    """One that works: rustup leaves a proxy on PATH for components that are not installed."""
    for folder in os.environ["PATH"].split(os.pathsep):
        program = Path(folder, "rust-analyzer")
        if program.is_file():
            asked = subprocess.run([program, "--version"], capture_output=True, check=False)
            if asked.returncode == 0:
                return program
    return None


def has_sources_of_std() -> bool:
    """Whether a toolchain is there with what rust-analyzer knows std by, and Cargo."""
    if shutil.which("cargo") is None or shutil.which("rustc") is None:
        return False
    asked = subprocess.run(["rustc", "--print", "sysroot"], capture_output=True, text=True)
    return Path(asked.stdout.strip(), "lib/rustlib/src/rust/library").is_dir()


RUST_ANALYZER = rust_analyzer()

pytestmark = [
    pytest.mark.skipif(
        (platform.system(), platform.machine()) != ("Linux", "x86_64"),
        reason="there is no Neovim wheel for this platform",
    ),
    pytest.mark.skipif(
        RUST_ANALYZER is None or not has_sources_of_std(),
        reason="needs rust-analyzer, and for it cargo and std's sources",
    ),
]

PROJECT = {
    # No target for Cargo: rust-analyzer runs it, and std may be there for this machine only.
    "wasi-lsp.toml": 'targets = ["wasm32-wasip2"]\n',
    "Cargo.toml": SAMPLE["Cargo.toml"] + "\n[features]\nfast = []\n",
    "src/inner.rs": "pub fn helper() {}\n",
    "src/main.rs": """\
use std::thread;

mod inner;

#[cfg(all(target_os = "wasi", target_env = "wasip2"))]
fn greet() {}

#[cfg(unix)]
const NAME: &str = "unix";
#[cfg(not(unix))]
const NAME: &str = "other";

#[cfg(feature = "fast")]
fn hurry() {}

fn main() {
    let handle = thread::spawn(|| println!("größer {NAME}"));
    handle.join().unwrap();
    inner::helper();
    if cfg!(windows) {
        println!("windows");
    }
}
""",
}

#: What rust-analyzer does not answer at a place; other answers are its alone, but for `BOTH`.
OURS = {
    "a name in a predicate": {"hover", "documentHighlight"},
    "a value in a predicate": {"hover", "documentHighlight", "completion"},
    "a feature in a predicate": {
        *("hover", "documentHighlight", "completion"),
        *("definition", "references"),
    },
    "a predicate in an expression": {"hover", "documentHighlight", "completion"},
    "an item with versions": {"implementation"},
}
BOTH = {
    "a call of std": {"hover", "completion"},
    "a name in a predicate": {"completion"},
}


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """Who answered what."""
    command: list[str | Path] = [
        *(ENVIRONMENT / "nvim", "--headless", "--clean", "-n"),
        *("-u", HARNESS / "init.lua", "-S", HARNESS / "beside_rust_analyzer.lua"),
    ]
    folder = tmp_path_factory.mktemp("beside")
    config = folder / "rust_analyzer.lua"
    config.write_text(fences("neovim/README.md", "Beside rust-analyzer")[0], encoding="utf-8")
    assert RUST_ANALYZER is not None
    (folder / "bin").mkdir()
    (folder / "bin" / "rust-analyzer").symlink_to(RUST_ANALYZER)
    variables = {
        "PATH": os.pathsep.join([str(folder / "bin"), str(ENVIRONMENT), os.environ["PATH"]]),
        "WASI_LSP_NEOVIM": str(EDITORS / "neovim"),
        "WASI_LSP_RUST_ANALYZER_CONFIG": str(config),
        # The home of the test is an empty folder, in which rustup would find no toolchain.
        "RUSTUP_HOME": os.environ.get("RUSTUP_HOME", str(Path.home() / ".rustup")),
    }
    shown = drive(folder, command, variables, PROJECT)
    if not shown["rust_analyzer_works"]:
        pytest.skip("rust-analyzer does not load the sample here: it needs a working cargo")
    return shown


def test_each_place_has_one_answer(report: dict[str, Any]) -> None:
    ours, both = defaultdict[str, set[str]](set), defaultdict[str, set[str]](set)
    for place, methods in report["at"].items():
        for method, answers in methods.items():
            if set(answers) == {"wasi_lsp"}:
                ours[place].add(method)
            elif len(answers) == 2:
                both[place].add(method)
    assert ours == OURS
    assert both == BOTH


def test_of_std_each_says_what_the_other_does_not(report: dict[str, Any]) -> None:
    hovers = report["at"]["a call of std"]["hover"]
    ours = hovers["wasi_lsp"]["contents"]["value"]
    theirs = hovers["rust_analyzer"]["contents"]["value"]
    assert "WASI target" in ours
    assert "JoinHandle" not in ours
    assert "WASI target" not in theirs
    assert "JoinHandle" in theirs


def test_in_predicates_both_offer_bare_names_and_no_more(report: dict[str, Any]) -> None:
    answers = report["at"]["a name in a predicate"]["completion"]
    ours, theirs = (
        {item["label"] for item in answers[name].get("items", answers[name])}
        for name in ("wasi_lsp", "rust_analyzer")
    )
    assert {"all(…)", "any(…)"} <= ours - theirs
    assert all(re.fullmatch(r"\w+", label) for label in ours & theirs)


def test_hints_and_lenses_stand_at_places_of_their_own(report: dict[str, Any]) -> None:
    hints = {
        name: {(hint["position"]["line"], hint["position"]["character"]) for hint in hints}
        for name, hints in report["in_file"]["hints"].items()
    }
    assert hints["wasi_lsp"]
    assert hints["wasi_lsp"].isdisjoint(hints["rust_analyzer"])
    lenses = {
        name: {lens["range"]["start"]["line"] for lens in lenses}
        for name, lenses in report["in_file"]["lenses"].items()
    }
    assert lenses["wasi_lsp"]
    assert lenses["rust_analyzer"]
    assert lenses["wasi_lsp"].isdisjoint(lenses["rust_analyzer"])


def test_our_outline_is_one_by_targets(report: dict[str, Any]) -> None:
    symbols = report["in_file"]["symbols"]
    namespace, functions = 3, {each["name"] for each in symbols["rust_analyzer"]}
    assert {"main", "greet"} <= functions
    assert {each["kind"] for each in symbols["wasi_lsp"]} == {namespace}
    assert functions.isdisjoint(each["name"] for each in symbols["wasi_lsp"])
    # `main` is there on all targets.
    assert "main" not in {
        each["name"] for group in symbols["wasi_lsp"] for each in group["children"]
    }


def test_items_of_the_workspace_are_theirs_and_predicates_ours(report: dict[str, Any]) -> None:
    assert set(report["in_workspace"]["item"]) == {"rust_analyzer"}
    assert set(report["in_workspace"]["predicate"]) == {"wasi_lsp"}


def test_what_rustc_reports_is_shown_twice_until_it_is_left_to_it(report: dict[str, Any]) -> None:
    wrong_value = 5
    assert _told(report["diagnostics"], wrong_value) == ["rustc", "wasi-lsp"]
    assert _told(report["left_to_rustc"], wrong_value) == ["rustc"]
    lines = [each["line"] for each in report["left_to_rustc"]]
    assert len(set(lines)) == len(lines)
    assert {"source": "wasi-lsp", "code": "WASI103", "line": 17} in report["left_to_rustc"]


def _told(diagnostics: list[dict[str, Any]], line: int) -> list[str]:
    return sorted(each["source"] for each in diagnostics if each["line"] == line)


def test_the_table_tells_what_rust_analyzer_offers(report: dict[str, Any]) -> None:
    text = PAGE.read_text(encoding="utf-8")
    release = re.search(r'"rust-analyzer" is (\d+\.\d+)', text)
    assert release is not None
    assert RUST_ANALYZER is not None
    version = subprocess.run([RUST_ANALYZER, "--version"], capture_output=True, text=True).stdout
    if f" {release[1]}." not in version:
        pytest.skip(f"the table is about {release[1]}, here is {version.strip()}")
    rows = re.findall(r"^\| `(\w+Provider)` \| [^|]* \| ([^|]*) \|", text, re.MULTILINE)
    told = {name for name, what in rows if not what.startswith("none")}
    offered = {
        name
        for name, value in report["capabilities"].items()
        if name.endswith("Provider") and value is not False
    }
    assert told == offered
