"""What a run printed and how it ended, and what that says the probe did."""

import pytest

from devtools.probe.run import Seen, read_run

PANIC = "thread 'main' panicked at std/src/x.rs:1:2:\nnot supported\nnote: run with\n"
TRAP = (
    "Error: failed to run main module `p`\n\nCaused by:\n    2: wasm trap: unreachable executed\n"
)


@pytest.mark.parametrize(
    ("exit_code", "stdout", "stderr", "seen"),
    [
        (0, "\nprobe\tok\t()\n", "", Seen("ok", exit_code=0)),
        (0, 'noise\nprobe\tok\t"a"\n', "", Seen("ok", '"a"', exit_code=0)),
        (0, "\nprobe\tok\ttrue\n", PANIC, Seen("ok", "true", exit_code=0)),
        (
            0,
            "\nprobe\terr\tUnsupported\tSome(58)\tNot supported\n",
            "",
            Seen("err", None, "Unsupported", "Some(58)", "Not supported", exit_code=0),
        ),
        (0, "\nprobe\tsetup\tOs\n", "", Seen("setup", message="Os", exit_code=0)),
        (
            134,
            "",
            PANIC + TRAP,
            Seen("panic", message="not supported", location="std/src/x.rs:1:2", exit_code=134),
        ),
        (
            101,
            "\nprobe\tok\tdropped\n",
            PANIC,
            Seen("panic", "dropped", message="not supported", location="std/src/x.rs:1:2",
                 exit_code=101),
        ),
        (134, "", TRAP, Seen("trap", message="wasm trap: unreachable executed", exit_code=134)),
        (
            134,
            "",
            "fatal runtime error: rwlock locked, aborting\n" + TRAP,
            Seen("trap", message="fatal runtime error: rwlock locked, aborting", exit_code=134),
        ),
        (-6, "", "", Seen("trap", message="signal 6", exit_code=-6)),
        (1, "", "", Seen("exit", message="exit code 1", exit_code=1)),
        (
            1,
            "",
            "Error: failed to run main module `p`\n\nCaused by:\n    0: exit with invalid status\n",
            Seen("exit", message="exit code 1", exit_code=1),
        ),
        (
            1,
            "",
            "Error: the `-S` flag is no longer supported\n",
            Seen("n/a", message="the runtime: Error: the `-S` flag is no longer supported"),
        ),
    ],
)  # fmt: skip
def test_read_run(exit_code: int, stdout: str, stderr: str, seen: Seen) -> None:
    assert read_run(exit_code, stdout, stderr) == seen
