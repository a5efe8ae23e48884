"""`wasi-lsp explain`: the documentation of a rule, or the list of all."""

from __future__ import annotations

import sys

from rich.markdown import Markdown

from wasi_lsp.cli.exit_code import ExitCode
from wasi_lsp.cli.suggest import similar
from wasi_lsp.cli.terminal import print_error, stdout
from wasi_lsp.rules.registry import RULES


def explain(code: str | None) -> int:
    """Print the documentation of the rule `code` (or name); without one, list the rules."""
    if code is None:
        width = max(len(rule.name) for rule in RULES)
        for rule in RULES:
            summary = rule.docs.strip().splitlines()[0]
            print(f"{rule.code}  {rule.name:<{width}}  {summary}")
        return ExitCode.CLEAN
    wanted = code.casefold()
    for rule in RULES:
        if wanted in (rule.code.casefold(), rule.name):
            _print_docs(f"# {rule.code}: {rule.name}\n\n{rule.docs.strip()}\n")
            return ExitCode.CLEAN
    known = [word for rule in RULES for word in (rule.code, rule.name)]
    best = similar(code, known)
    hint = f"did you mean `{best}`?" if best else "`wasi-lsp explain` lists all rules"
    print_error(f"no rule `{code}`", hint=hint)
    return ExitCode.ERROR


def _print_docs(markdown: str) -> None:
    if sys.stdout.isatty():
        stdout().print(Markdown(markdown))
    else:
        print(markdown, end="")
