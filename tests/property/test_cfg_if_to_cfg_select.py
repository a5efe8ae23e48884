"""A rewritten `cfg_if!` has the same arms, with the same bodies, under the same conditions."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from support.cfg_strategies import EXACT
from wasi_lsp.cfg.region import Region
from wasi_lsp.cfg.render import render
from wasi_lsp.ide.cfg_if_to_cfg_select import cfg_if_to_cfg_select
from wasi_lsp.syntax.cfg_macros import parse_arms
from wasi_lsp.syntax.scan import PlaceKind, places
from wasi_lsp.text.edits import apply_edits
from wasi_lsp.text.span import Span

_SPACES = st.sampled_from(["", " ", "\n", "\n    ", "\r\n\t", " // x\n  ", " /* { */ "])
_BODIES = st.sampled_from(["", "a();", " mod a { } ", "\n  // }\n", '"}"', "'{'", "é!{ x }"])


@st.composite
def _calls(draw: st.DrawFn) -> str:
    arms = []
    for predicate in draw(st.lists(EXACT.map(render), min_size=1, max_size=4)):
        comma = draw(st.sampled_from(["", ",", " , "]))
        arms.append(f"if #[cfg({predicate}{comma})] {{{draw(_BODIES)}}}")
    if draw(st.booleans()):
        arms.append(f"{{{draw(_BODIES)}}}")
    text = draw(_SPACES) + arms[0]
    for arm in arms[1:]:
        text += f"{draw(_SPACES)}else {arm}"
    return (
        f"{draw(st.sampled_from(['', 'fn f() { ', 'cfg_if::']))}cfg_if! {{{text}{draw(_SPACES)}}}"
    )


def _arms(text: bytes, kind: PlaceKind) -> list[tuple[Region, bytes]]:
    place = next(place for place in places(text, 0, len(text)) if place.kind is kind)
    return [
        (Region.of(arm.condition), text[arm.body.start : arm.body.end])
        for arm in parse_arms(text, place).arms
    ]


@given(_calls())
def test_the_arms_stay_what_they_are(source: str) -> None:
    text = source.encode()
    at = text.index(b"cfg_if!")
    found = cfg_if_to_cfg_select(text, Span(at, at))
    assert found is not None
    after = apply_edits(text, [(edit.span, edit.text.encode()) for edit in found.edits])
    assert after is not None
    before_arms, after_arms = _arms(text, PlaceKind.CFG_IF), _arms(after, PlaceKind.CFG_SELECT)
    assert after_arms[: len(before_arms)] == before_arms
    assert [body for _, body in after_arms[len(before_arms) :]] in ([], [b""])
    # Whatever holds, one arm is taken.
    anywhere = Region.nowhere()
    for region, _ in after_arms:
        anywhere |= region
    assert anywhere == Region.everywhere()


@given(_calls(), st.data())
def test_broken_calls_do_no_harm(source: str, data: st.DataObject) -> None:
    text = source.encode()
    cut = data.draw(st.integers(0, len(text)))
    broken = text[:cut] + text[cut + data.draw(st.integers(1, 6)) :]
    found = cfg_if_to_cfg_select(broken, Span(0, len(broken)))
    if found is not None:
        assert (
            apply_edits(broken, [(edit.span, edit.text.encode()) for edit in found.edits])
            is not None
        )
