"""Write the pages that are made from the code, so that they cannot disagree with it.

    python server/devtools/build_docs.py            # write them
    python server/devtools/build_docs.py --check    # fail if one of them is not up to date

- docs/rules/: a page for each rule, from the docstring of its module, and an index;
- docs/configuration.md and the settings in vscode-extension/package.json, from
  `wasi_lsp.analysis.settings_schema`.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from wasi_lsp.analysis.settings_schema import (
    OF_THE_CLIENT,
    SECTION,
    SETTINGS,
    Setting,
)
from wasi_lsp.project.written_settings import SETTINGS_FILE
from wasi_lsp.rules.base import Category, Rule
from wasi_lsp.rules.registry import RULES, SAID_BY_RUSTC

REPOSITORY = Path(__file__).parents[2]
DOCS = REPOSITORY / "server" / "docs"
RULE_PAGES = DOCS / "rules"
PACKAGE_JSON = REPOSITORY / "vscode-extension" / "package.json"

_HEADER = "<!-- Made by server/devtools/build_docs.py from {source}. Do not edit. -->\n\n"


def pages() -> dict[Path, str]:
    """Every generated file, with what belongs into it."""
    made = {RULE_PAGES / f"{rule.code}.md": _rule_page(rule) for rule in RULES}
    made[RULE_PAGES / "README.md"] = _rule_index()
    manifest = PACKAGE_JSON.read_text("utf-8")
    made[PACKAGE_JSON] = _package_json(manifest)
    made[DOCS / "configuration.md"] = _configuration(json.loads(manifest))
    return made


def stale(made: dict[Path, str]) -> list[Path]:
    """The files that are not what they should be, also pages of rules that are no more."""
    old = {path for path in RULE_PAGES.glob("*.md") if path not in made}
    changed = {
        path for path, text in made.items() if not path.exists() or path.read_text("utf-8") != text
    }
    return sorted(old | changed)


def main() -> int:
    """Write the pages or check them."""
    parser = argparse.ArgumentParser(description="Write the pages that are made from the code.")
    parser.add_argument("--check", action="store_true", help="write nothing, fail if one is stale")
    check = parser.parse_args().check
    made = pages()
    for path in stale(made):
        print(f"{path.relative_to(REPOSITORY)}: {'is not up to date' if check else 'written'}")
        if check:
            continue
        if path in made:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(made[path], encoding="utf-8", newline="\n")
        else:
            path.unlink()
    return 1 if check and stale(made) else 0


def _rule_page(rule: Rule) -> str:
    summary, _, rest = rule.docs.partition("\n")
    source = f"server/{rule.module.replace('.', '/')}.py"
    properties = f"{rule.category}, {rule.default_severity} by default, since {rule.since}"
    fix = f"fix: {rule.fix}"
    return (
        _HEADER.format(source=source)
        + f"# {rule.code}: {rule.name}\n\n{summary}\n\n*{properties}; {fix}.*\n{rest}\n\n"
        + "---\n\n[Severity and other settings](../configuration.md), [all rules](README.md)\n"
    )


def _rule_index() -> str:
    lines = [
        _HEADER.format(source="the rules in server/wasi_lsp/rules") + "# Rules\n",
        "`wasi-lsp explain CODE` prints the same pages. The severity of a rule or of a family is a",
        "[setting](../configuration.md#rules). A comment silences one place:\n",
        "| comment | covers |",
        "|---|---|",
        "| `// wasi-lsp: allow(WASI102)` behind code | its line |",
        "| `// wasi-lsp: allow(WASI102, WASI103)` alone on a line | the next item or statement |",
        "| `//! wasi-lsp: allow(WASI102)` at the top | the file |",
        "| `# wasi-lsp: allow(WASI302)` in TOML | its line, or the next entry, item or table |",
        "| `#! wasi-lsp: allow(WASI302)` in TOML | the file |",
    ]
    for category in Category:
        lines += [f"\n## {category.capitalize()}\n", "| code | name | default | reports |"]
        lines.append("|---|---|---|---|")
        for rule in (rule for rule in RULES if rule.category is category):
            summary = rule.docs.partition("\n")[0]
            lines.append(
                f"| [{rule.code}]({rule.code}.md) | {rule.name} | {rule.default_severity} "
                f"| {summary} |"
            )
    told = ", ".join(sorted(SAID_BY_RUSTC))
    lines.append(f"\n{told} say what rustc says too; one setting leaves them to it.")
    return "\n".join(lines) + "\n"


def _configuration(manifest: dict[str, Any]) -> str:
    lines = [
        _HEADER.format(source="server/wasi_lsp/analysis/settings_schema.py") + "# Configuration\n",
        "The same names hold in the editor, on the command line, and in the project itself:\n",
        f"- `{SETTINGS_FILE}`, in the folder of the project or of a package;",
        f"- in a `Cargo.toml`, `[package.metadata.{SECTION}]` or",
        f"  `[workspace.metadata.{SECTION}]`.\n",
        "```toml",
        'targets = ["wasm32-wasip1", "wasm32-wasip2"]',
        'rules = { WASI104 = "off" }',
        "```\n",
        "What stands nearer to a file overrules what stands further out, name by name, and rules",
        "add up. An option of the command line, or what is set in the editor, says more.\n",
        f"Editors send settings under the section `{SECTION}` (in VS Code: `{SECTION}.targets`",
        "and so on). A wrong one is left at its default, and the editor shows why.\n",
        "| setting | type | default | command line |",
        "|---|---|---|---|",
    ]
    for setting in SETTINGS:
        option = f"`{setting.option}`" if setting.option else ""
        lines.append(
            f"| [`{setting.name}`](#{setting.name.lower()}) | {_type(setting.schema)} "
            f"| {_default(setting.schema)} | {option} |"
        )
    for setting in SETTINGS:
        lines += _setting_section(setting)
    lines += [
        "\n## VS Code only\n",
        "| setting | default | |",
        "|---|---|---|",
    ]
    own = {f"{SECTION}.{setting.name}" for setting in SETTINGS}
    for name, schema in manifest["contributes"]["configuration"]["properties"].items():
        if name not in own:
            text = schema.get("markdownDescription") or schema["description"]
            lines.append(f"| `{name}` | {_default(schema)} | {text} |")
    return "\n".join(lines) + "\n"


def _setting_section(setting: Setting) -> Iterator[str]:
    yield f"\n## `{setting.name}`\n"
    yield setting.description
    words = setting.schema.get("enumDescriptions")
    if words is not None:
        yield ""
        for value, text in zip(setting.schema["enum"], words, strict=True):
            yield f"- `{value}`: {text}"
    yield f'\n```json\n{{ "{SECTION}.{setting.name}": {setting.example} }}\n```'


def _type(schema: Mapping[str, Any]) -> str:
    match dict(schema):
        case {"enum": values}:
            return ", ".join(f"`{value}`" for value in values if value is not None)
        case {"items": {"enum": values}}:
            return "list of " + ", ".join(f"`{value}`" for value in values)
        case {"items": {"type": kind}}:
            return f"list of {kind}s"
        case {"patternProperties": inside}:
            (values,) = (each["enum"] for each in inside.values())
            return "object from rule to " + ", ".join(f"`{value}`" for value in values)
        case {"type": [kind, "null"]}:
            return str(kind)
        case _:
            return str(schema["type"])


def _default(schema: Mapping[str, Any]) -> str:
    default = schema["default"]
    return "unset" if default is None else f"`{json.dumps(default)}`"


def _package_json(text: str) -> str:
    """The manifest of the extension with our settings in the place of those it has."""
    manifest = json.loads(text)
    configuration = manifest["contributes"]["configuration"]
    generated = {f"{SECTION}.{setting.name}": _contribution(setting) for setting in SETTINGS}
    of_the_client = {
        name: schema
        for name, schema in configuration["properties"].items()
        if name.removeprefix(f"{SECTION}.").partition(".")[0] in OF_THE_CLIENT
    }
    configuration["properties"] = generated | of_the_client
    return json.dumps(manifest, indent=2, ensure_ascii=False) + "\n"


def _contribution(setting: Setting) -> dict[str, Any]:
    return {
        **setting.schema,
        "scope": "resource",
        "markdownDescription": setting.description,
    }


if __name__ == "__main__":
    sys.exit(main())
