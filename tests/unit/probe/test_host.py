"""The kit on the host: every probe compiles or lacks a name of std, and ends as it says."""

import shutil
from concurrent.futures import ThreadPoolExecutor

import pytest

from devtools.build_std_db.existence import ABSENT
from devtools.probe.program import Built, Toolchain, build
from devtools.probe.run import Host
from devtools.probe.source import load_probes

RUSTC = shutil.which("rustc")
pytestmark = pytest.mark.skipif(RUSTC is None, reason="needs rustc")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    assert RUSTC is not None
    toolchain = Toolchain(RUSTC)
    folder = tmp_path_factory.mktemp("probe") / "host"
    return build(load_probes(), toolchain, toolchain.version()[1], folder)


def test_what_does_not_compile_lacks_a_name(built: Built) -> None:
    wrong = {name: text for name, text in built.errors.items() if text.split()[0] not in ABSENT}
    assert wrong == {}


def test_every_control_ends_as_its_probe_says(built: Built) -> None:
    assert built.program is not None
    host = Host(built.program)
    left_out = built.errors.keys() | built.closed
    probes = [probe for probe in load_probes() if probe.id not in left_out]
    # A control that hangs is waited for until the time limit; one tells as much as all.
    hanging = [probe for probe in probes if probe.control == "hang"][:1]
    asked = [probe for probe in probes if probe.control != "hang"] + hanging
    assert len(asked) > 250
    with ThreadPoolExecutor(4) as pool:
        outcomes = pool.map(lambda probe: host.run(probe).outcome, asked)
        ended = dict(zip((probe.id for probe in asked), outcomes, strict=True))
    assert ended == {probe.id: probe.control for probe in asked}
