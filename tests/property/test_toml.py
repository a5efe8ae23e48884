"""Reading TOML files: any bytes, every place, and the meaning of strings."""

from __future__ import annotations

import tomllib

from hypothesis import example, given
from hypothesis import strategies as st

from wasi_lsp.project.file_kinds import FileKind
from wasi_lsp.project.toml_facts import toml_facts
from wasi_lsp.syntax.toml_string import locate_string
from wasi_lsp.text.span import Span

PARTS = st.sampled_from(
    [
        b"[target.",
        b"'cfg(",
        b'"cfg(',
        b')"',
        b")'",
        b'target_os = \\"wasi\\"',
        b'target_env = "p2"',
        b"unix, ",
        b"all(",
        b"not(",
        b"]\n",
        b".dependencies",
        b'wasi = "0.11"\n',
        b'tokio = { version = "1", features = ["full"] }\n',
        b"[workspace.dependencies]\n",
        b"[features]\n",
        b'default = ["tokio/net"]\n',
        b'[lints.rust]\nunexpected_cfgs = { check-cfg = ["cfg(a, values(\\"b\\"))"] }\n',
        b'rustflags = "--cfg a"\n',
        b"# wasi-lsp: allow(WASI302)\n",
        b"#! wasi-lsp: allow(WASI302, X)",
        b'"""\n\\\n ',
        b"\\u00e9",
        "é\U0001f980".encode(),
        b"\xff",
        b"\\",
        b" = ",
        b"\r\n",
        b"[[",
        b"{",
        b"}",
        b",",
        b'"',
        b"'",
    ]
)
FILES = st.binary(max_size=60) | st.lists(PARTS, max_size=30).map(b"".join)
KINDS = st.sampled_from([FileKind.MANIFEST, FileKind.CARGO_CONFIG, FileKind.TOOLCHAIN])


@given(FILES, KINDS)
def test_facts_of_any_bytes_lie_in_the_file(text: bytes, kind: FileKind) -> None:
    facts = toml_facts(text, kind)
    whole = Span(0, len(text))
    spans = [target.span for target in facts.targets]
    spans += [allow.span for allow in facts.allows]
    spans += [allow.covers for allow in facts.allows if allow.covers is not None]
    spans += [error.span for error in facts.errors]
    spans += [each.span for entry in facts.features for each in (entry.name, *entry.items)]
    for entry in facts.dependencies:
        written = (entry.name, *entry.features, *((entry.version,) if entry.version else ()))
        spans += [each.span for each in written]
    for predicate in facts.predicates:
        spans += [predicate.span, *(error.span for error in predicate.parsed.errors)]
    assert all(whole.covers(span) and span.start <= span.end for span in spans)


@example("'''", "a\r\nb")
@given(
    st.sampled_from(['"', "'", '"""', "'''"]),
    st.text() | st.lists(st.sampled_from(list("a\\\"'\n\r tnué0é{\U0001f980"))).map("".join),
)
def test_strings_mean_what_a_parser_of_toml_says(quotes: str, body: str) -> None:
    source = quotes + body + quotes
    try:
        meant = tomllib.loads(f"a = {source}")["a"]
    except ValueError:
        return
    located = locate_string(source, 0)
    assert located is not None
    assert located.text == meant
    assert len(located.offsets) == len(meant) + 1
    assert list(located.offsets) == sorted(located.offsets)


def test_places_in_a_string_with_escapes() -> None:
    source = r'"a\"é\u00e9b"'
    located = locate_string(source, 10)
    assert located is not None
    assert located.text == 'a"éé' + "b"
    assert located.offsets == (11, 12, 14, 16, 22, 23)
