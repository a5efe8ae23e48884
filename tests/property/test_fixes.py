"""All fixes together: the file stays Rust, nothing gets worse, a second time changes nothing."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from support.fixing import findings_with_gates, fixed
from wasi_lsp.analysis.settings import Settings
from wasi_lsp.rules.finding import Severity
from wasi_lsp.syntax.extract import extract

_PREDICATES = st.sampled_from(
    [
        *('target_env = "wasip2"', 'target_os = "wasm"', 'target = "wasm32-wasip2"', "wasi,"),
        *('any(unix, target_os = "wasi")', "unx", 'not(target_env = "p1")', 'featur = "x"'),
        *('all(target_os = "wasi", target_env = "gnu")', "unix || windows", "all(unix,, test)"),
    ]
)
_CALLS = st.sampled_from(
    [
        *("std::thread::spawn(|| ())", "std::env::temp_dir()", "unix::fs::symlink(a, b)?"),
        *("std::process::id()", "file.set_times(t)?", "Permissions::from_mode(0o600)"),
        *('println!("{}", std::process::id())', "v.push(std::thread::spawn(|| ()))", "return"),
    ]
)
_USES = st.sampled_from(
    [
        *("use std::os::unix;", "use std::{fs, os::unix::fs::PermissionsExt};", "use std::fs::*;"),
        *("use std::os::unix::{fs::symlink, io::AsRawFd as Fd};", "use std::thread;"),
        "pub use std::os::wasi::ffi::OsStrExt;",
    ]
)


@st.composite
def _code(draw: st.DrawFn, depth: int = 0) -> str:
    """Statements, some in each other."""
    lines: list[str] = []
    for _ in range(draw(st.integers(0, 3))):
        if draw(st.integers(0, 3)) == 0:
            lines.append(f"#[cfg({draw(_PREDICATES)})]")
        if depth < 2 and draw(st.booleans()):
            inner = draw(_code(depth + 1))
            shape = draw(
                st.sampled_from(
                    [
                        *("if on {{ {} }}", "for i in 0..3 {{\n {}\n}}", "let f = |x| {{ {} }};"),
                        *("match n {{ 1 => {{ {} }} _ => {{}} }}", "{{ {} }}", "unsafe {{ {} }}"),
                        "let y = if on {{ {}\n 1 }} else {{ 2 }};",
                    ]
                )
            )
            lines.append(shape.format(inner))
        else:
            before = draw(st.sampled_from(["", "let x = ", "let _ = ", "n = ", "drop(x); "]))
            lines.append(f"{before}{draw(_CALLS)};")
    if draw(st.booleans()):
        lines.append(draw(_CALLS))
    return "\n".join(lines)


@st.composite
def _sources(draw: st.DrawFn) -> str:
    # A predicate that is mended lets more be compiled, and so more be seen. Where that is an
    # import or a name that is there already, it may be an error that no fix can mend.
    parts = draw(st.lists(_USES, unique=True, max_size=3))
    for name in draw(st.sampled_from(["", "f", "fg", "fgh"])):
        if draw(st.booleans()):
            parts.append(f"#[cfg({draw(_PREDICATES)})]")
        head = draw(st.sampled_from(["fn {}()", "#[test]\nfn {}()", "fn {}(n: u8) -> u8"]))
        parts.append(f"{head.format(name)} {{\n{draw(_code())}\n}}")
    line_break = draw(st.sampled_from(["\n", "\r\n"]))
    return draw(st.sampled_from(["", "\ufeff"])) + "\n".join(parts).replace("\n", line_break)


@given(_sources())
@settings(deadline=None, max_examples=25)
def test_fixes_make_nothing_worse(source: str) -> None:
    before = source.encode()
    after = fixed(before, Settings())
    assert extract(before).is_broken or not extract(after).is_broken, after.decode()
    assert _errors(after) <= _errors(before), after.decode()
    assert fixed(after, Settings()) == after
    assert after.count(b"\r") == after.count(b"\r\n")


def _errors(text: bytes) -> int:
    found = findings_with_gates(text, Settings())
    return sum(finding.severity is Severity.ERROR for finding in found)
