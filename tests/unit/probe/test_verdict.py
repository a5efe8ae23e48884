"""A probe's outcome and its control, and the verdict on them."""

import pytest

from devtools.probe.run import NOT_RUN, Seen
from devtools.probe.source import Setting
from devtools.probe.verdict import judge
from wasi_lsp.stdlib.model import Verdict

OK = Seen("ok", exit_code=0)
HANG = Seen("hang")
ABSENT = Seen("compile_error", message="E0432 unresolved import")
TRAP = Seen("trap", message="wasm trap: unreachable", exit_code=134)
SIGNAL = Seen("trap", message="signal 6", exit_code=-6)
PANIC = Seen("panic", message="boom", exit_code=134)
PANIC_ON_HOST = Seen("panic", message="boom", exit_code=101)


def error(kind: str, raw: str = "None") -> Seen:
    return Seen("err", error_kind=kind, raw_os_error=raw, message="no", exit_code=0)


def exits(code: int) -> Seen:
    return Seen("exit", message=f"exit code {code}", exit_code=code)


@pytest.mark.parametrize(
    ("seen", "control", "verdict"),
    [
        (OK, OK, Verdict.WORKS),
        (Seen("ok", "1"), Seen("ok", "1"), Verdict.WORKS),
        (Seen("ok", "1"), Seen("ok", "2"), Verdict.WORKS_BUT_DIFFERS),
        (OK, error("ConnectionRefused"), Verdict.WORKS_BUT_DIFFERS),
        (OK, HANG, Verdict.WORKS_BUT_DIFFERS),
        (OK, ABSENT, Verdict.WORKS),
        (OK, NOT_RUN, Verdict.WORKS),
        (error("Unsupported", "Some(58)"), OK, Verdict.UNSUPPORTED),
        (error("Unsupported"), error("NotFound"), Verdict.UNSUPPORTED),
        (error("Unsupported"), error("Unsupported"), Verdict.WORKS),
        (error("Uncategorized", "Some(50)"), OK, Verdict.ENOPROTOOPT),
        (error("Uncategorized", "Some(50)"), error("InvalidInput"), Verdict.ENOPROTOOPT),
        (error("Uncategorized", "Some(55)"), error("NotADirectory"), Verdict.ERROR_KIND_DIFFERS),
        (error("AlreadyExists"), error("AlreadyExists"), Verdict.WORKS),
        (error("PermissionDenied", "Some(63)"), OK, Verdict.HOST_PERMISSION),
        (error("(not io::Error)"), OK, Verdict.ERROR),
        (error("NotFound"), ABSENT, Verdict.ERROR),
        (PANIC, OK, Verdict.PANICS),
        (PANIC, HANG, Verdict.PANICS),
        (PANIC, PANIC_ON_HOST, Verdict.WORKS),
        (PANIC, Seen("panic", "dropped", exit_code=101), Verdict.WORKS_BUT_DIFFERS),
        (TRAP, HANG, Verdict.ABORTS),
        (TRAP, OK, Verdict.ABORTS),
        (TRAP, SIGNAL, Verdict.WORKS),
        (HANG, HANG, Verdict.HANGS),
        (HANG, OK, Verdict.HANGS),
        (exits(1), exits(1), Verdict.WORKS),
        (exits(1), exits(2), Verdict.WORKS_BUT_DIFFERS),
        (Seen("setup", message="Os"), OK, Verdict.NOT_REACHED),
        (ABSENT, OK, Verdict.COMPILE_ERROR),
        (NOT_RUN, OK, Verdict.NOT_APPLICABLE),
    ],
)  # fmt: skip
def test_verdict(seen: Seen, control: Seen, verdict: Verdict) -> None:
    assert judge(seen, control) is verdict


def test_what_compiles_nowhere_is_absent_in_that_release() -> None:
    assert judge(ABSENT, ABSENT, known=False) is Verdict.ABSENT_IN_VERSION
    assert judge(ABSENT, ABSENT, known=True) is Verdict.COMPILE_ERROR


@pytest.mark.parametrize(
    ("seen", "setting", "verdict"),
    [
        (error("NotFound", "Some(44)"), Setting.WITHOUT_FOLDER, Verdict.HOST_PERMISSION),
        (error("Uncategorized"), Setting.WITHOUT_NETWORK, Verdict.HOST_PERMISSION),
        (error("Unsupported"), Setting.WITHOUT_NETWORK, Verdict.UNSUPPORTED),
        (error("Unsupported"), Setting.RAW_DESCRIPTOR, Verdict.RAWFD_ONLY),
        (OK, Setting.RAW_DESCRIPTOR, Verdict.RAWFD_ONLY),
        (error("Unsupported"), Setting.LISTENER, Verdict.UNSUPPORTED),
        (OK, Setting.LISTENER, Verdict.WORKS),
    ],
)
def test_verdict_in_a_setting(seen: Seen, setting: Setting, verdict: Verdict) -> None:
    assert judge(seen, NOT_RUN, {setting}) is verdict
