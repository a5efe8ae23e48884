"""Writing once what all primitive numbers have in common."""

from __future__ import annotations

import re

from wasi_lsp.stdlib.type_syntax import FLOATS, INTEGERS


def share(lines: dict[str, str]) -> None:
    """Move to `{integer}` and `{float}` the lines that all of these types have in common."""
    for group, names in (("{integer}", INTEGERS), ("{float}", FLOATS)):
        # No signature says u128 but those that say the type's own name.
        model = "u128" if group == "{integer}" else "f128"
        for key in [key for key in lines if key.startswith(f"{model}::")]:
            general = _general(lines[key], model, group)
            alike = {f"{name}::{key.partition('::')[2]}": name for name in names}
            if all(lines.get(each) == general.replace(group, name) for each, name in alike.items()):
                lines[key.replace(model, group)] = general
                for each in alike:
                    del lines[each]
        for key in (f"@impl {model}", f"@impl &{model}"):
            common = {
                general
                for text in lines.get(key, "").split("\t")
                if all(
                    (general := _general(text, model, group)).replace(group, name)
                    in lines.get(key.replace(model, name), "").split("\t")
                    for name in names
                )
            }
            lines[key.replace(model, group)] = "\t".join(sorted(common))
            for name in names:
                own = key.replace(model, name)
                rest = set(lines.get(own, "").split("\t")) - {
                    text.replace(group, name) for text in common
                }
                lines[own] = "\t".join(sorted(rest))


def _general(text: str, name: str, group: str) -> str:
    return re.sub(rf"\b{name}\b", group, text)
