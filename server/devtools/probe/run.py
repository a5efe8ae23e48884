"""Running a probe: once, in a fresh folder, with a time limit."""

from __future__ import annotations

import re
import socket
import subprocess
import tempfile
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from devtools.probe.source import NEEDS_WASI, Probe, Setting

#: Seconds after which a probe hangs. The probes wait for less than one.
TIME_LIMIT = 6.0
#: What every probe finds on its standard input.
INPUT = "hello\nworld\n"

_PANIC = re.compile(r"panicked at (\S+?):\n(.*)")
_TRAP = re.compile(r"(fatal runtime error: .*)|(wasm trap: .*)")


@dataclass(frozen=True, slots=True)
class Seen:
    """What a probe did."""

    #: `ok`, `err`, `panic`, `trap` (also a signal), `exit`, `hang`, `setup` (a step before the
    #: call failed), `compile_error`, or `n/a` (it was not run).
    outcome: str
    value: str | None = None
    error_kind: str | None = None
    #: As Rust prints it: `Some(58)`, `None`.
    raw_os_error: str | None = None
    message: str | None = None
    #: Where it panicked.
    location: str | None = None
    exit_code: int | None = None


NOT_RUN = Seen("n/a")


@dataclass(frozen=True, slots=True)
class Host:
    """Runs the control: the same program, built for this machine."""

    program: Path

    def run(self, probe: Probe) -> Seen:
        """Run `probe`; `n/a` where its setting makes no sense without a WASI runtime."""
        if probe.settings & NEEDS_WASI:
            return NOT_RUN
        with _folder(probe) as folder:
            environment = {"FOO": "bar", "PROBE_ROOT": folder}
            return _run([str(self.program), probe.id], folder, environment)


@dataclass(frozen=True, slots=True)
class Wasmtime:
    """Runs probes in wasmtime, each in an instance of its own."""

    wasmtime: str
    #: `wasm32-wasip1`, …
    target: str
    #: The program, compiled ahead for this machine.
    program: Path

    @classmethod
    def prepare(cls, wasmtime: str, target: str, program: Path) -> Wasmtime:
        """Compile `program` once, for all runs.

        Raises RuntimeError where wasmtime does not take it.
        """
        compiled = program.with_suffix(".cwasm")
        done = subprocess.run(
            [wasmtime, "compile", *_wasm_options(target), "-o", str(compiled), str(program)],
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        if done.returncode:
            raise RuntimeError(f"{wasmtime} for {target}: {done.stderr}")
        return cls(wasmtime, target, compiled)

    def run(self, probe: Probe) -> Seen:
        """Run `probe`; `n/a` where its setting makes no sense on the target."""
        p1 = self.target == "wasm32-wasip1"
        if probe.settings & {Setting.LISTENER, Setting.RAW_DESCRIPTOR} and not p1:
            return NOT_RUN
        command = [self.wasmtime, "run", "--allow-precompiled", *_wasm_options(self.target)]
        port = None
        if Setting.LISTENER in probe.settings:
            port = _free_port()
            command += ["-Spreview2=n", f"-Stcplisten=127.0.0.1:{port}"]
        elif Setting.WITHOUT_NETWORK not in probe.settings:
            command += ["-Sinherit-network", "-Sallow-ip-name-lookup"]
        with _folder(probe) as folder:
            if Setting.WITHOUT_FOLDER not in probe.settings:
                command += ["--dir", f"{folder}::/"]
            command += ["--env", "FOO=bar", "--env", "PROBE_ROOT=/", str(self.program), probe.id]
            if port is None:
                return _run(command, folder, None)
            over = threading.Event()
            client = threading.Thread(target=_knock, args=(port, over))
            client.start()
            try:
                return _run(command, folder, None)
            finally:
                over.set()
                client.join()


@contextmanager
def _folder(probe: Probe) -> Iterator[str]:
    with tempfile.TemporaryDirectory() as folder:
        if Setting.READ_ONLY_FILE in probe.settings:
            Path(folder, "seed444").touch(mode=0o444)
        yield folder


def _wasm_options(target: str) -> list[str]:
    return ["-Wcomponent-model-async=y", "-Sp3=y"] if target == "wasm32-wasip3" else []


def _run(command: Sequence[str], folder: str, environment: Mapping[str, str] | None) -> Seen:
    try:
        done = subprocess.run(
            command, cwd=folder, env=environment, input=INPUT, timeout=TIME_LIMIT,
            capture_output=True, text=True, errors="replace", check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        return Seen("hang", message=f"no result after {TIME_LIMIT:g}s")
    return read_run(done.returncode, done.stdout, done.stderr)


def read_run(exit_code: int, stdout: str, stderr: str) -> Seen:
    """Read what a run printed and how it ended; `exit_code` is negative for a signal."""
    fields = [line.split("\t")[1:] for line in stdout.splitlines() if line.startswith("probe\t")]
    match fields[-1] if fields else []:
        case ["err", kind, raw, message]:
            return Seen("err", None, kind, raw, message, exit_code=exit_code)
        case ["setup", message]:
            return Seen("setup", message=message, exit_code=exit_code)
        case ["ok", text]:
            value = text if text != "()" else None
        case _:
            value = None
    if fields and exit_code == 0:
        return Seen("ok", value, exit_code=exit_code)
    if panic := _PANIC.search(stderr):
        return Seen("panic", value, message=panic[2], location=panic[1], exit_code=exit_code)
    if (trap := _TRAP.search(stderr)) or exit_code < 0:
        message = trap[0] if trap else f"signal {-exit_code}"
        return Seen("trap", value, message=message, exit_code=exit_code)
    if stderr.startswith("Error: ") and not stderr.startswith("Error: failed to run main module"):
        return Seen("n/a", message=f"the runtime: {stderr.splitlines()[0]}")
    return Seen("exit", value, message=f"exit code {exit_code}", exit_code=exit_code)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _knock(port: int, over: threading.Event) -> None:
    """Be the client of the handed-over listener: connect, say hello, stay until `over`."""
    while not over.wait(0.02):
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=1) as client:
                client.sendall(b"hello")
                over.wait()
        except OSError:
            continue
