"""Building and running the probes: on the host, as the control, and on each target."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from devtools.build_std_db.existence import ABSENT
from devtools.probe.program import Built, Toolchain, build
from devtools.probe.rows import Measured
from devtools.probe.run import NOT_RUN, Host, Seen, Wasmtime
from devtools.probe.source import Probe


class Measurement:
    """The probes, built for the host and for each target, ready to be run."""

    def __init__(
        self,
        probes: Sequence[Probe],
        toolchain: Toolchain,
        targets: Sequence[str],
        wasmtime: str | None,
    ) -> None:
        """`wasmtime`: None only type-checks the probes."""
        self.release, host = toolchain.version()
        self._folder = tempfile.TemporaryDirectory(prefix="probe-")
        root, link = Path(self._folder.name), wasmtime is not None
        self._control = build(probes, toolchain, host, root / host, link)
        self._builds = {
            target: build(probes, toolchain, target, root / target, link) for target in targets
        }
        self._host = Host(self._control.program) if self._control.program else None
        self._runtimes = {
            target: Wasmtime.prepare(wasmtime, target, built.program)
            for target, built in self._builds.items()
            if wasmtime is not None and built.program is not None
        }
        self._controls: dict[str, Seen] = {}
        #: {id: the compiler's error} of the probes that compile nowhere, and not because std lacks
        #: a name: they do not fit this release.
        self.unfit = {
            name: error
            for name, error in self._control.errors.items()
            if error.split(" ")[0] not in ABSENT
            and all(name in built.errors for built in self._builds.values())
        }

    @property
    def closed(self) -> set[str]:
        """The probes that were not built somewhere because they need nightly features."""
        return {name for built in self._all_builds() for name in built.closed}

    def run(self, target: str, probes: Sequence[Probe], jobs: int) -> list[Measured]:
        """Run `probes` on `target`, `jobs` at once; leave out what could not be run there."""
        built = self._builds[target]
        missing = [probe for probe in probes if probe.id not in self._controls]
        self._controls |= _run_all(missing, self._control, self._host, jobs)
        runs = _run_all(probes, built, self._runtimes.get(target), jobs)
        return [
            Measured(
                probe,
                target,
                self.release,
                runs[probe.id],
                self._controls[probe.id],
                self._known(probe),
                built.gates.get(probe.id, ()),
            )
            for probe in probes
            if runs[probe.id].outcome != "n/a" and probe.id not in self.unfit
        ]

    def _known(self, probe: Probe) -> bool:
        return any(probe.id not in built.errors for built in self._all_builds())

    def _all_builds(self) -> list[Built]:
        return [self._control, *self._builds.values()]


def _run_all(
    probes: Sequence[Probe], built: Built, runner: Host | Wasmtime | None, jobs: int
) -> dict[str, Seen]:
    def run(probe: Probe) -> Seen:
        if probe.id in built.errors:
            return Seen("compile_error", message=built.errors[probe.id])
        if probe.id in built.closed or runner is None:
            return NOT_RUN
        return runner.run(probe)

    with ThreadPoolExecutor(jobs) as pool:
        return dict(zip((probe.id for probe in probes), pool.map(run, probes), strict=True))
