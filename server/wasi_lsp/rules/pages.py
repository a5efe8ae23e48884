"""The pages on the rules, as files of this installation."""

from __future__ import annotations

from functools import cache
from pathlib import Path

_PACKAGE = Path(__file__).parents[1]
#: In the wheel the pages lie inside of the package; in a checkout they are beside it.
_FOLDERS = (_PACKAGE / "docs" / "rules", _PACKAGE.parent / "docs" / "rules")


@cache
def page_of(code: str) -> Path | None:
    """The Markdown page on a rule; None where it was not installed, or there is no such rule.

    The pages have no public address: this file is what a link can lead to.
    """
    files = (folder / f"{code}.md" for folder in _FOLDERS)
    return next((file for file in files if file.is_file()), None)


@cache
def page_uri(code: str) -> str | None:
    """The URI of that page; each diagnostic has it."""
    page = page_of(code)
    return page.as_uri() if page is not None else None
