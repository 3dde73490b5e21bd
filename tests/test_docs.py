"""The documentation says what the code does: generated pages, links, commands in the README."""

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from tests.script import load
from wildlife_analysis.__main__ import main

ROOT = Path(__file__).resolve().parents[1]
PAGES = sorted([ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").glob("*.md")])


def test_generated_pages_are_what_the_code_says() -> None:
    made = load("docs/generate.py")
    for page, make in made.PAGES.items():
        kept = (ROOT / "docs" / page).read_text(encoding="utf-8")
        assert kept == make(), f"docs/{page} is out of date: make docs"


def test_the_readme_quotes_the_tables() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    assert load("docs/generate.py").readme(text) == text, "README.md is out of date: make docs"


def test_the_site_builds_without_a_dead_link_or_an_outside_request(tmp_path: Path) -> None:
    own = os.environ | {"NO_MKDOCS_2_WARNING": "1"}
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet"]
    done = subprocess.run(
        [*command, "--site-dir", str(tmp_path)],
        cwd=ROOT,
        env=own,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    for page in tmp_path.rglob("*.html"):
        text = page.read_text(encoding="utf-8")
        loaded = re.findall(
            r"<(?:script|img|link|iframe)[^>]+(?:src|href)=\"(https?:[^\"]+)", text
        )
        assert not [url for url in loaded if "canonical" not in url], page.name


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.name)
def test_commands_that_pages_show_exist(page: Path) -> None:
    """Every command shown is parsed: its name, its options, the values they allow."""
    text = page.read_text(encoding="utf-8").replace("\\\n", " ")
    shown = re.findall(
        r"^\s*(?:\.venv/bin/)?(?:wildlife-analysis|python3? -m wildlife_analysis) (.+)$",
        text,
        re.M,
    )
    for line in shown:
        words = shlex.split(line, comments=True)
        if "COMMAND" in words or "…" in words:
            continue
        group, name = main, ""
        while words and words[0] in getattr(group, "commands", {}):
            name = words.pop(0)
            group = group.commands[name]  # type: ignore[assignment]
        assert name, f"{page.name}: no command in {line!r}"
        known = {o for p in group.params for o in (*p.opts, *p.secondary_opts)}
        used = {w.split("=")[0] for w in words if w.startswith("--")}
        assert used <= known, f"{page.name}: {line!r}: no option {', '.join(used - known)}"


def test_make_targets_that_pages_show_exist() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.M))
    for page in PAGES:
        named = re.findall(r"`?\bmake ([a-z]+)`", page.read_text(encoding="utf-8"))
        assert set(named) <= targets, page.name
