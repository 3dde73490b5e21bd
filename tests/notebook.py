"""Run a notebook without a kernel, for tests of what it shows and publishes."""

import ast
from pathlib import Path
from typing import Any

import nbformat

NOTEBOOKS = Path(__file__).resolve().parents[1] / "notebooks"


def run(name: str, **parameters: Any) -> tuple[dict[str, Any], list[tuple[str, Any]]]:
    """Run the cells of a notebook in this process.

    Returns
    -------
    names, shown
        Its variables; the prose before each cell with the value of the cell's last expression.
    """
    names: dict[str, Any] = {}
    shown, prose = [], ""
    for cell in nbformat.read(NOTEBOOKS / f"{name}.ipynb", as_version=4).cells:
        if cell.cell_type != "code":
            prose = cell.source
            continue
        body = ast.parse(cell.source).body
        last = body.pop() if isinstance(body[-1], ast.Expr) else None
        exec(compile(ast.Module(body, []), name, "exec"), names)
        if isinstance(last, ast.Expr):
            shown.append(
                (prose, eval(compile(ast.Expression(last.value), name, "eval"), names))
            )
        if "parameters" in cell.metadata.get("tags", []):
            assert set(parameters) <= set(names), name
            names.update(parameters)
    return names, shown
