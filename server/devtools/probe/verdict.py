"""The verdict on a probe: what it did on the target, compared with the control on the host.

The words are those of the table (`wasi_lsp.stdlib.model.Verdict`); this is the one place where a
probe's outcome becomes one of them.
"""

from __future__ import annotations

from collections.abc import Set as AbstractSet

from devtools.probe.run import Seen
from devtools.probe.source import Setting
from wasi_lsp.stdlib.model import Verdict

#: `ENOPROTOOPT` of WASI.
_ENOPROTOOPT = "Some(50)"
_WITHHELD = {Setting.WITHOUT_NETWORK, Setting.WITHOUT_FOLDER}


def judge(
    seen: Seen, control: Seen, settings: AbstractSet[Setting] = frozenset(), known: bool = True
) -> Verdict:
    """Return the verdict on what was `seen`; `known`: the probe compiles somewhere.

    A control that was not run, or does not compile on the host (`std::os::wasi`), says nothing:
    then an item works if the call returned ok.
    """
    match seen.outcome:
        case "compile_error":
            return Verdict.COMPILE_ERROR if known else Verdict.ABSENT_IN_VERSION
        case "n/a":
            return Verdict.NOT_APPLICABLE
        case "setup":
            return Verdict.NOT_REACHED
        case "hang":
            return Verdict.HANGS
    if Setting.RAW_DESCRIPTOR in settings:
        return Verdict.RAWFD_ONLY
    if seen.outcome == "err":
        return _judge_error(seen, control, settings)
    if control.outcome in ("n/a", "compile_error", "setup") and seen.outcome == "ok":
        return Verdict.WORKS
    if seen.outcome == control.outcome:
        same = seen.value == control.value
        if seen.outcome == "exit":
            same = same and seen.exit_code == control.exit_code
        return Verdict.WORKS if same else Verdict.WORKS_BUT_DIFFERS
    match seen.outcome:
        case "panic":
            return Verdict.PANICS
        case "trap":
            return Verdict.ABORTS
    return Verdict.WORKS_BUT_DIFFERS


def _judge_error(seen: Seen, control: Seen, settings: AbstractSet[Setting]) -> Verdict:
    if control.outcome == "err" and control.error_kind == seen.error_kind:
        return Verdict.WORKS
    if seen.error_kind == "Unsupported":
        return Verdict.UNSUPPORTED
    if seen.raw_os_error == _ENOPROTOOPT:
        return Verdict.ENOPROTOOPT
    if control.outcome == "err":
        return Verdict.ERROR_KIND_DIFFERS
    if settings & _WITHHELD or seen.error_kind == "PermissionDenied":
        return Verdict.HOST_PERMISSION
    return Verdict.ERROR
