"""The command `wasi-lsp`: reads its arguments and hands over to the server or a subcommand.

Both are imported when they are needed: a command must not wait for the server's libraries, and
the server must not wait for the commands'.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from wasi_lsp.cli.exit_code import ExitCode

if TYPE_CHECKING:
    from wasi_lsp.rules.finding import Severity
    from wasi_lsp.rust_version import RustVersion

_DESCRIPTION = """\
A language server for Rust code that targets WASI. It understands every cfg predicate and knows
what std does on wasm32-wasip1, wasip2 and wasip3. The commands show the same without an editor.
"""

_EXAMPLES = """\
examples:
  wasi-lsp check                            check the current folder and all below it
  wasi-lsp check src --target wasm32-wasip3 judge for another target than wasm32-wasip2
  wasi-lsp cfg 'all(target_os = "wasi", target_env = "p2")'
                                            which targets a predicate selects
  wasi-lsp std std::fs::canonicalize        what a std item does on each WASI target
  wasi-lsp explain WASI103                  what a finding means and what to do about it
  wasi-lsp --stdio                          serve an editor (it starts this by itself)

exit codes: 0 clean, 1 findings of severity warning or worse, 2 usage or I/O error
"""

_CHECK_EXAMPLES = """\
examples:
  wasi-lsp check
  wasi-lsp check src/net.rs crates/ --target wasm32-wasip1 --target wasm32-wasip2
  wasi-lsp check --format json > findings.json
  wasi-lsp check --rule WASI104=off --rule WASI2=error
  wasi-lsp check --diff --unsafe-fixes       what could be changed, as a diff
  wasi-lsp check --fix

Folders are searched for Rust files, Cargo's files, and others that may name Rust targets: scripts,
recipes, CI pipelines, Dockerfiles, Markdown. What .gitignore names and build output is left out.
Without --target it judges for wasm32-wasip2 and every WASI target that the project names.

severities: error, warning, info, hint, off
exit codes: 0 nothing of severity warning or worse, 1 something, 2 usage or I/O error;
            with --fix by what remains
"""

_CFG_EXAMPLES = """\
examples:
  wasi-lsp cfg 'all(target_os = "wasi", target_env = "p2")'
  wasi-lsp cfg '#[cfg(any(unix, target_os = "wasi"))]'
  wasi-lsp cfg --json 'not(target_family = "wasm")'

exit codes: 0 well-formed, 1 malformed, 2 usage error
"""

_STD_EXAMPLES = """\
examples:
  wasi-lsp std std::thread::spawn
  wasi-lsp std std::os::unix std::net::TcpStream::connect --json

exit codes: 0 all found, 1 an unknown path, 2 usage error
"""

_EXPLAIN_EXAMPLES = """\
examples:
  wasi-lsp explain                          list all rules
  wasi-lsp explain WASI102
  wasi-lsp explain std-panics
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line (`sys.argv` by default) and return the exit code."""
    options = _parse(sys.argv[1:] if arguments is None else arguments)
    try:
        code = _run(options)
        if sys.stdout is not None:  # `>&-`
            sys.stdout.flush()
    except BrokenPipeError:
        # Whoever read our output has seen enough (`| head`). Python would complain at its exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return ExitCode.CLEAN
    except KeyboardInterrupt:
        return 130
    except Exception:
        # Python's own exit code for this, 1, would look like findings.
        import traceback

        traceback.print_exc()
        print("wasi-lsp: this is a bug in wasi-lsp, please report it", file=sys.stderr)
        return ExitCode.ERROR
    return code


def _run(options: argparse.Namespace) -> int:
    match options.command:
        case "check":
            from wasi_lsp.cli.check import check

            return check(
                paths=options.paths,
                targets=options.target,
                rust_version=options.rust_version,
                severities=dict(options.rule),
                json=options.format == "json",
                exit_zero=options.exit_zero,
                consequences=options.consequences,
                fix=options.fix,
                diff=options.diff,
                unsafe_fixes=options.unsafe_fixes,
            )
        case "cfg":
            from wasi_lsp.cli.cfg import show_cfg

            return show_cfg(options.predicate, json=options.json)
        case "std":
            from wasi_lsp.cli.std import show_std

            return show_std(options.paths, json=options.json)
        case "std-calls":
            from wasi_lsp.cli.std_calls import show_std_calls

            return show_std_calls(options.path, options.target)
        case "explain":
            from wasi_lsp.cli.explain import explain

            return explain(options.code)
    from wasi_lsp.lsp.app import serve_stdio, serve_tcp

    if options.tcp is not None:
        host, port = options.tcp
        return serve_tcp(host, port, options.log)
    return serve_stdio(options.log)


class _Parser(argparse.ArgumentParser):
    """Says in one sentence what is wrong, without the usage of everything."""

    def __init__(
        self,
        prog: str | None = None,
        description: str | None = None,
        epilog: str | None = None,
    ) -> None:
        super().__init__(
            prog=prog,
            description=description,
            epilog=epilog,
            formatter_class=argparse.RawDescriptionHelpFormatter,
            allow_abbrev=False,
        )

    def error(self, message: str) -> NoReturn:
        self.exit(ExitCode.ERROR, f"{self.prog}: {message}\nTry `{self.prog} --help`.\n")


class _Version(argparse.Action):
    """Looks the version up only when it is asked for."""

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> NoReturn:
        from importlib.metadata import version

        print(f"wasi-lsp {version('wasi-lsp')}")
        parser.exit(ExitCode.CLEAN)


def _parse(arguments: Sequence[str]) -> argparse.Namespace:
    parser = _parser()
    options = parser.parse_args(arguments)
    serves = options.stdio or options.tcp is not None
    if options.command is None and not serves:
        parser.print_help(sys.stderr)
        parser.exit(ExitCode.ERROR)
    if options.command is not None and serves:
        parser.error(f"--stdio and --tcp serve an editor: leave out `{options.command}`")
    if options.log is not None and not serves:
        parser.error("--log goes with --stdio or --tcp")
    if options.command == "check" and options.unsafe_fixes and not (options.fix or options.diff):
        parser.error("--unsafe-fixes goes with --fix or --diff")
    return options


def _parser() -> argparse.ArgumentParser:
    parser = _Parser("wasi-lsp", _DESCRIPTION, _EXAMPLES)
    parser.add_argument("--version", action=_Version, nargs=0, help="print the version and exit")
    transport = parser.add_mutually_exclusive_group()
    transport.add_argument(
        "--stdio", action="store_true", help="serve an editor over standard input and output"
    )
    transport.add_argument(
        "--tcp", metavar="HOST:PORT", type=_host_and_port, help="serve an editor over TCP"
    )
    parser.add_argument(
        "--log",
        type=Path,
        metavar="FILE",
        help="with --stdio or --tcp: write settings, times and errors to FILE, without any source",
    )
    commands = parser.add_subparsers(
        title="commands", dest="command", metavar="COMMAND", parser_class=_Parser
    )

    calls = commands.add_parser(
        "std-calls",
        help="list every use of a std function that is resolved",
        description="List every use of a std function in the code compiled for a target.",
    )
    calls.add_argument("path", type=Path, metavar="PATH", help="a Rust file or a folder")
    calls.add_argument("--target", required=True, metavar="T", help="the target to compile for")
    calls.add_argument("--format", choices=("jsonl",), default="jsonl", help="how to print")

    check = commands.add_parser(
        "check",
        help="report what is wrong for WASI",
        epilog=_CHECK_EXAMPLES,
        description="Report what is wrong for WASI in Rust code and in a project's other files.",
    )
    check.add_argument(
        "paths",
        nargs="*",
        type=Path,
        metavar="PATH",
        default=[Path()],
        help="files and folders (default: the current folder)",
    )
    check.add_argument(
        "--target",
        action="append",
        default=[],
        metavar="TRIPLE",
        help="judge for this WASI target; may be repeated",
    )
    check.add_argument(
        "--rust-version",
        type=_rust_version,
        metavar="VERSION",
        help="the Rust release to judge by (default: rust-version in Cargo.toml)",
    )
    check.add_argument(
        "--rule",
        action="append",
        default=[],
        type=_rule_severity,
        metavar="CODE=SEVERITY",
        help="change the severity of a rule (WASI102=error) or of a family (WASI1=off)",
    )
    check.add_argument(
        "--format", choices=("text", "json"), default="text", help="how to print the findings"
    )
    check.add_argument(
        "--consequences",
        action="store_true",
        help="hint at public functions that reach a failing call through others of the crate",
    )
    writing = check.add_mutually_exclusive_group()
    writing.add_argument(
        "--fix", action="store_true", help="write the fixes that are certain to the files"
    )
    writing.add_argument(
        "--diff",
        action="store_true",
        help="write nothing, print what --fix would change first; exit code 1 if it would",
    )
    check.add_argument(
        "--unsafe-fixes",
        action="store_true",
        help="with --fix or --diff: also those that may not be what is meant",
    )
    check.add_argument(
        "--exit-zero", action="store_true", help="end with exit code 0 even with findings"
    )

    cfg = commands.add_parser(
        "cfg",
        help="show what a cfg predicate selects",
        epilog=_CFG_EXAMPLES,
        description="Show which targets a cfg predicate selects, its simplest form, and what it "
        "says in plain English.",
    )
    cfg.add_argument("predicate", metavar="PREDICATE", help="with or without `cfg(…)` around it")
    cfg.add_argument("--json", action="store_true", help="print JSON")

    std = commands.add_parser(
        "std",
        help="show what a std item does on WASI",
        epilog=_STD_EXAMPLES,
        description="Show what std items do on each WASI target, since when, and how that is "
        "known.",
    )
    std.add_argument("paths", nargs="+", metavar="PATH", help="such as std::fs::File::open")
    std.add_argument("--json", action="store_true", help="print JSON, one line for each path")

    explain = commands.add_parser(
        "explain",
        help="explain a rule",
        epilog=_EXPLAIN_EXAMPLES,
        description="Print what a rule reports and why, and what to do about it.",
    )
    explain.add_argument(
        "code", nargs="?", metavar="CODE", help="code or name of a rule (default: list all)"
    )
    return parser


def _host_and_port(text: str) -> tuple[str, int]:
    host, _, port = text.rpartition(":")
    if not host or not port.isascii() or not port.isdigit() or int(port) > 65535:
        raise argparse.ArgumentTypeError(f"expected HOST:PORT such as 127.0.0.1:9257, not {text!r}")
    return host.removeprefix("[").removesuffix("]"), int(port)


def _rust_version(text: str) -> RustVersion:
    from wasi_lsp.rust_version import RustVersion

    version = RustVersion.parse(text)
    if version is None:
        raise argparse.ArgumentTypeError(f"expected a Rust release such as 1.85, not {text!r}")
    return version


def _rule_severity(text: str) -> tuple[str, Severity | None]:
    from wasi_lsp.rules.finding import Severity

    code, _, word = text.partition("=")
    words = [*Severity, "off"]
    if not code or word not in words:
        raise argparse.ArgumentTypeError(
            f"expected CODE=SEVERITY such as WASI104=off, not {text!r} "
            f"(severities: {', '.join(words)})"
        )
    return code.upper(), None if word == "off" else Severity(word)
