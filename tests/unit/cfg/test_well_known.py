from __future__ import annotations

import pytest

from wasi_lsp.cfg.targets import target_keys, values_on, wasi_targets
from wasi_lsp.cfg.well_known import (
    gate_of,
    is_known_name,
    known_values,
    takes_no_value,
    value_since,
)
from wasi_lsp.rust_version import RustVersion


@pytest.mark.parametrize(
    "name", ["unix", "target_os", "feature", "test", "docsrs", "miri", "overflow_checks", "version"]
)
def test_known_names(name: str) -> None:
    assert is_known_name(name)


@pytest.mark.parametrize("name", ["wasi", "target", "all", "tokio_unstable", "Unix"])
def test_unknown_names(name: str) -> None:
    assert not is_known_name(name)


def test_names_by_release() -> None:
    assert not is_known_name("contract_checks", RustVersion(1, 85))
    assert is_known_name("contract_checks", RustVersion(1, 86))
    assert is_known_name("target_object_format", RustVersion(1, 96)), "nightly has it"


@pytest.mark.parametrize(
    ("rust", "known"),
    [
        ("1.77", []),
        ("1.78", ["p2"]),
        ("1.80", ["p2"]),
        ("1.81", ["p1", "p2"]),
        ("1.91", ["p1", "p2"]),
        ("1.92", ["p1", "p2", "p3"]),
        ("1.96", ["p1", "p2", "p3"]),
    ],
)
def test_wasi_versions_by_release(rust: str, known: list[str]) -> None:
    values = known_values("target_env", RustVersion.parse(rust))
    assert values is not None
    assert [value for value in ("p1", "p2", "p3") if value in values] == known


def test_values_that_went_away() -> None:
    assert "cloudabi" in (known_values("target_os", RustVersion(1, 48)) or ())
    assert "cloudabi" not in (known_values("target_os") or ())


def test_names_without_values() -> None:
    assert known_values("unix") == ()
    assert known_values("test") == ()
    assert takes_no_value("unix")
    assert takes_no_value("target_has_atomic")
    assert not takes_no_value("target_env")
    assert not takes_no_value("feature")


def test_any_value() -> None:
    assert known_values("feature") is None
    assert known_values("tokio_unstable") is None
    assert takes_no_value("tokio_unstable")


def test_every_value_of_a_target_is_known() -> None:
    for key in target_keys():
        known = known_values(key)
        assert known is not None
        assert set(values_on(key, wasi_targets())) <= set(known)


def test_the_release_that_brought_a_value() -> None:
    assert value_since("target_env", "p2") == RustVersion(1, 78)
    assert value_since("target_env", "gnu") is None


def test_names_behind_a_feature_gate() -> None:
    gate = gate_of("overflow_checks")
    assert gate is not None
    assert (gate.feature, gate.issue) == ("cfg_overflow_checks", 111466)
    assert gate_of("version") is not None
    assert gate_of("unix") is None
