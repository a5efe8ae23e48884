"""Begin a rule: write its file, with everything that the tests ask of one.

    python server/devtools/new_rule.py WASI106 std-something

The file has the fixed headings and a `check` without a finding: the example in the docstring is a
test, and fails until both say something. CONTRIBUTING.md has the rest of the way.
"""

from __future__ import annotations

import argparse
import re
import sys
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple

from wasi_lsp.rules.base import Category
from wasi_lsp.rules.registry import RULES

FOLDER = Path(__file__).parents[1] / "wasi_lsp" / "rules"

_TEMPLATE = '''"""WHAT IS REPORTED, IN ONE SENTENCE.

## What it does

Reports …

## Why is this bad

…

## Example

```rust
fn main() {{}}
// ^^^^ THE MESSAGE, AT WHAT IT POINTS AT
```

## Use instead

```rust
fn main() {{}}
```

## Fix safety

There is no fix: …

## Limits

…
"""

from __future__ import annotations

from collections.abc import Iterator

from wasi_lsp.rules.base import Category, FixKind, Rule, RuleContext
from wasi_lsp.rules.finding import Finding, Severity
{import_of_what}

RULE = Rule(
    code="{code}",
    name="{name}",
    since="{since}",
    category=Category.{category},
    default_severity=Severity.WARNING,
    fix=FixKind.NONE,
    module=__name__,
)


def check({what}, context: RuleContext) -> Iterator[Finding]:
    """Report …"""
    return iter(())
'''


class _Family(NamedTuple):
    """What the rules of a family have in common."""

    category: Category
    #: The parameters of `check` before the context, and where their types are.
    what: str
    import_of_what: str


#: By the digit of the family.
_FAMILIES = {
    "0": _Family(
        Category.CFG,
        "use: CfgUse",
        "from wasi_lsp.semantics.cfg_uses import CfgUse",
    ),
    "1": _Family(
        Category.STD,
        "use: StdUse",
        "from wasi_lsp.semantics.std_uses import StdUse",
    ),
    "2": _Family(
        Category.ITEMS,
        "alternatives: Alternatives, uses: NameUses | None",
        "from wasi_lsp.semantics.alternatives import Alternatives\n"
        "from wasi_lsp.semantics.name_uses import NameUses",
    ),
    "3": _Family(
        Category.FILES,
        "use: TargetUse",
        "from wasi_lsp.semantics.target_uses import TargetUse",
    ),
}


def rule_file(code: str, name: str) -> str:
    """The text of a new rule's file; the code's family says what the rule looks at."""
    family = _FAMILIES[code[4]]
    return _TEMPLATE.format(
        code=code,
        name=name,
        since=version("wasi-lsp"),
        category=family.category.name,
        what=family.what,
        import_of_what=family.import_of_what,
    )


def main() -> int:
    """Write the file."""
    parser = argparse.ArgumentParser(description="Begin a rule.")
    parser.add_argument("code", help="such as WASI106; the digit says what it looks at")
    parser.add_argument("name", help="what is wrong, such as std-always-fails")
    options = parser.parse_args()
    if not re.fullmatch(rf"WASI[{''.join(_FAMILIES)}][0-9]{{2}}", options.code):
        parser.error(f"no such family of rules: {options.code}")
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", options.name):
        parser.error(f"not small letters and dashes: {options.name}")
    for rule in RULES:
        if options.code == rule.code or options.name == rule.name:
            parser.error(f"there is {rule.code} {rule.name}; codes are never used again")
    module = f"{options.code}_{options.name}".lower().replace("-", "_")
    path = FOLDER / f"{module}.py"
    path.write_text(rule_file(options.code, options.name), encoding="utf-8", newline="\n")
    print(f"written: {path}\nadd it to {FOLDER / 'registry.py'}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
