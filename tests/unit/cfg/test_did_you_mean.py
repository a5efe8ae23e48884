from __future__ import annotations

import pytest

from wasi_lsp.cfg.did_you_mean import suggest_name, suggest_value

P1, P2, P3 = (f'all(target_os = "wasi", target_env = "p{n}")' for n in (1, 2, 3))


@pytest.mark.parametrize(
    ("key", "value", "expected"),
    [
        *(("target_env", value, '"p1"') for value in ("wasip1", "preview1", "P1", "preview_1")),
        *(("target_env", value, '"p1"') for value in ("snapshot_preview1", "wasip1-threads")),
        *(("target_env", value, '"p2"') for value in ("wasip2", "preview2", "P2", "wasi-p2")),
        *(("target_env", value, '"p2"') for value in ("p02", "0.2", "wasi0.2", "p4", "wasip9")),
        *(("target_env", value, '"p3"') for value in ("wasip3", "wasm32-wasip3", "WASIp3")),
        ("target_env", "wasi", 'target_os = "wasi"'),
        ("target_env", "gnux", '"gnu"'),
        ("target_env", "mscv", '"msvc"'),
        ("target_env", "p", '"p2"'),
        ("target_os", "wasip1", P1),
        ("target_os", "wasi-preview1", P1),
        ("target_os", "wasip2", P2),
        ("target_os", "wasm32-wasip2", P2),
        ("target_os", "wasip3", P3),
        ("target_os", "wasix", '"wasi"'),
        ("target_os", "Wasi", '"wasi"'),
        ("target_os", "wasm32-wasi", '"wasi"'),
        ("target_os", "wasm32", 'target_arch = "wasm32"'),
        ("target_os", "wasm", 'target_family = "wasm"'),
        ("target_os", "gnu", 'target_env = "gnu"'),
        ("target_os", "darwin", '"macos"'),
        ("target_os", "lnux", '"linux"'),
        ("target_arch", "wasm", '"wasm32"'),
        ("target_arch", "wasi", 'target_os = "wasi"'),
        ("target_arch", "arm64", '"aarch64"'),
        ("target_family", "wasi", 'target_os = "wasi"'),
        ("target_family", "wasm32", '"wasm"'),
        ("target_family", "Unix", '"unix"'),
        ("target_family", "linux", 'target_os = "linux"'),
        ("target_feature", "atomic", '"atomics"'),
        ("target_pointer_width", "65", '"64"'),
        ("panic", "Unwind", '"unwind"'),
        ("unix", "x", "unix"),
        ("target_os", "quux", None),
        ("feature", "std", None),
    ],
)
def test_what_was_meant_by_a_value(key: str, value: str, expected: str | None) -> None:
    found = suggest_value(key, value)
    assert (found.replacement if found else None) == expected


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("wasi", None, 'target_os = "wasi"'),
        ("wasm", None, 'target_family = "wasm"'),
        ("wasm32", None, 'target_arch = "wasm32"'),
        ("wasip1", None, P1),
        ("wasip2", None, P2),
        ("Unix", None, "unix"),
        ("debug_assertion", None, "debug_assertions"),
        ("tests", None, "test"),
        ("os", "wasi", "target_os"),
        ("os", "wasip2", P2),
        ("env", "preview2", 'target_env = "p2"'),
        ("target", "wasm32-wasip2", P2),
        ("target_triple", "wasm32-wasi", 'target_os = "wasi"'),
        ("target", "x86_64-unknown-linux-gnu", None),
        ("features", "std", "feature"),
        ("targetos", "wasi", "target_os"),
        *((name, None, None) for name in ("loom", "kani", "fuzzing", "tokio_unstable", "p2")),
        *((name, None, None) for name in ("wasi_runner", "rust_analyzer", "nightly", "has_std")),
    ],
)
def test_what_was_meant_by_a_name(name: str, value: str | None, expected: str | None) -> None:
    found = suggest_name(name, value)
    assert (found.replacement if found else None) == expected


def test_names_of_the_project_are_offered() -> None:
    found = suggest_name("tokio_unstabel", None, declared=["tokio_unstable"])
    assert found is not None
    assert found.replacement == "tokio_unstable"


def test_wasi_suggestions_give_a_reason() -> None:
    found = suggest_value("target_os", "wasip2")
    assert found is not None
    assert found.replaces == "predicate"
    assert found.reason == 'WASI 0.2 is the operating system "wasi" with `target_env` "p2"'
