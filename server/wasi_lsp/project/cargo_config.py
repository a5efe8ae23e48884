"""What a .cargo/config.toml says. Pure: bytes in, facts out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from wasi_lsp.project.declared_cfgs import DeclaredCfgs, parse_cfg_flag, parse_check_cfg
from wasi_lsp.project.problem import Problem
from wasi_lsp.project.toml_table import parse_toml, strings, table, words


@dataclass(frozen=True, slots=True)
class CargoConfig:
    """A Cargo configuration file, as far as it matters here."""

    #: `build.target`: triples, or paths of target specifications.
    build_targets: tuple[str, ...] = ()
    #: The keys of `[target]`: triples and `cfg(…)`.
    target_keys: tuple[str, ...] = ()
    #: What `--cfg` and `--check-cfg` in any `rustflags` set and declare.
    declared_cfgs: DeclaredCfgs = field(default_factory=DeclaredCfgs)
    #: Every key and string of the file, at any depth: aliases, too, name targets.
    words: frozenset[str] = frozenset()
    problems: tuple[Problem, ...] = ()


def parse_cargo_config(data: bytes, path: Path) -> CargoConfig:
    """Read a Cargo configuration file; what is broken counts as absent."""
    parsed = parse_toml(data, path)
    build = table(parsed.table.get("build"))
    targets = table(parsed.table.get("target"))
    holders = (build, *map(table, targets.values()))
    return CargoConfig(
        build_targets=strings(build.get("target")),
        target_keys=tuple(targets),
        declared_cfgs=DeclaredCfgs.union(
            cfgs
            for holder in holders
            for cfgs in _declared_by_flags(_flags(holder.get("rustflags")))
        ),
        words=frozenset(words(parsed.table)),
        problems=parsed.problems,
    )


def _flags(value: object) -> tuple[str, ...]:
    """A list of arguments, or one string that Cargo splits at spaces, whatever the quotes."""
    return tuple(value.split()) if isinstance(value, str) else strings(value)


def _declared_by_flags(flags: tuple[str, ...]) -> Iterator[DeclaredCfgs]:
    readers = {"--cfg": parse_cfg_flag, "--check-cfg": parse_check_cfg}
    for position, flag in enumerate(flags):
        option, equals, value = flag.partition("=")
        if option not in readers:
            continue
        if equals:
            yield readers[option](value)
        elif position + 1 < len(flags):
            yield readers[option](flags[position + 1])
