"""The project's own promises: dependencies agree, imports run one way, no host is named."""

import ast
import re
import subprocess
import tomllib
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "wildlife_analysis"
PRESCRIBED = {"jupyterlab", "pandas", "matplotlib", "seaborn", "rapidfuzz", "papermill"}

ROOMS = [
    "reference",
    "read",
    "clean",
    "classify",
    "duplicates",
    "review",
    "count",
    "compare",
    "words",
    "charts",
    "provenance",
    "explore",
    "report",
    "pipeline",
    "forget",
    "commands",
    "__main__",
]
# Beside the flow: they may import what is named, and only `pipeline` and `__main__` them.
BESIDE = {"simulate": {"reference"}, "evaluate": {"reference", "classify"}}


def declared() -> list[Requirement]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    extras = [line for lines in project["optional-dependencies"].values() for line in lines]
    return [Requirement(line) for line in project["dependencies"] + extras]


def locked() -> dict[str, str]:
    pins = re.findall(
        r"^([A-Za-z0-9._-]+)==([^\s;]+)", (ROOT / "requirements.lock").read_text(), re.M
    )
    return {canonicalize_name(name): version for name, version in pins}


def test_lock_satisfies_every_declared_range() -> None:
    pins = locked()
    for requirement in declared():
        version = pins.get(canonicalize_name(requirement.name))
        assert version, f"{requirement.name} is declared but not locked"
        assert requirement.specifier.contains(version), f"{requirement} but locked {version}"


def test_every_pin_has_hashes() -> None:
    text = (ROOT / "requirements.lock").read_text()
    for block in re.split(r"\n(?=[A-Za-z0-9])", text.strip()):
        assert "--hash=sha256:" in block, block.splitlines()[0]


def test_environment_yml_mirrors_pyproject() -> None:
    environment = yaml.safe_load((ROOT / "environment.yml").read_text())
    pip = next(entry["pip"] for entry in environment["dependencies"] if isinstance(entry, dict))
    assert sorted(map(str, map(Requirement, pip))) == sorted(map(str, declared()))


def test_prescribed_packages_are_declared() -> None:
    assert {canonicalize_name(r.name) for r in declared()} >= PRESCRIBED


def tracked() -> list[Path]:
    done = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True)
    if done.returncode:
        pytest.skip("not a git checkout: nothing says which files are committed")
    return [ROOT / name for name in done.stdout.split("\0") if name]


def test_no_index_host_is_named() -> None:
    host = re.compile(r"\b(?:py" + r"pi|files\.python" + r"hosted|npm" + r"js)\.(?:org|com)\b")
    for path in tracked():
        if path.is_file() and path.suffix not in (".gz", ".xlsx", ".parquet", ".png"):
            assert not host.search(path.read_text(encoding="utf-8", errors="replace")), path


def imports_of(path: Path) -> set[str]:
    rooms = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            if node.module == "wildlife_analysis":
                rooms |= {alias.name for alias in node.names}
            elif node.module.startswith("wildlife_analysis."):
                rooms.add(node.module.split(".")[1])
        elif isinstance(node, ast.Import):
            for alias in node.names:
                parts = alias.name.split(".")
                if parts[0] == "wildlife_analysis" and len(parts) > 1:
                    rooms.add(parts[1])
    return rooms & {*ROOMS, *BESIDE}


def room_of(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


MODULES = [p for p in sorted(PACKAGE.rglob("*.py")) if p != PACKAGE / "__init__.py"]


@pytest.mark.parametrize("path", MODULES, ids=lambda p: p.relative_to(PACKAGE).as_posix())
def test_imports_run_one_way(path: Path) -> None:
    room = room_of(path)
    assert room in ROOMS or room in BESIDE, f"{room} is not a room of the design"
    for other in imports_of(path) - {room}:
        if room in BESIDE:
            assert other in BESIDE[room], f"{path} imports {other}"
        elif other in BESIDE:
            assert room in ("pipeline", "__main__"), f"{path} imports {other}"
        else:
            assert ROOMS.index(other) < ROOMS.index(room), f"{path} imports {other}"


@pytest.mark.parametrize("path", MODULES, ids=lambda p: p.relative_to(PACKAGE).as_posix())
def test_modules_stay_small(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 420


def names_read(path: Path) -> set[str]:
    """Names that a file reads, in code or (a notebook) in its text."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".ipynb":
        return set(re.findall(r"\w+", text))
    read = set()
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
            read.add(node.id)
        elif isinstance(node, ast.Attribute):
            read.add(node.attr)
        elif isinstance(node, ast.ImportFrom):
            read |= {alias.name for alias in node.names}
    return read


def defined(path: Path) -> set[str]:
    """Names of a module's own functions, classes and constants; a command is called by name."""
    names = set()
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.decorator_list:
            names.add(node.name)
        elif isinstance(node, ast.Assign):
            names |= {t.id for t in node.targets if isinstance(t, ast.Name)}
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            names.add(node.target.id)
    return {name for name in names if not name.startswith("__")}


def test_every_name_is_used() -> None:
    everywhere = set().union(
        *(names_read(p) for p in tracked() if p.suffix in (".py", ".ipynb") and p.is_file())
    )
    for path in MODULES:
        own = names_read(path)
        for name in sorted(defined(path)):
            used = own if name.startswith("_") else everywhere
            assert name in used, f"{path.relative_to(PACKAGE)}: nothing uses {name}"
