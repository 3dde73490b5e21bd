"""The form of the review notebook: buttons, keys and fields around a `Session`."""

from html import escape
from pathlib import Path
from typing import Any

import ipywidgets as widgets

from wildlife_analysis.review.session import DECIDE, DOUBLE_CODED, KEYS, SKIP, UNDO, Session

__all__ = ["Form", "form"]


class Form:
    """A form in a notebook, bound to a session.

    Parameters
    ----------
    session
        Whose queue is shown.

    Attributes
    ----------
    box
        What the notebook displays.
    """

    def __init__(self, session: Session) -> None:
        self.session = session
        self._filling = False
        self._seen = ""
        wide = {"width": "44em"}
        self.progress = widgets.IntProgress(min=0, description="decided")
        self.count = widgets.Label()
        self.view = widgets.HTML()
        self.message = widgets.HTML()
        self.before = widgets.HTML()
        self.keys = widgets.Text(
            placeholder="click here, then type keys",
            description="keys",
            continuous_update=True,
            layout=wide,
        )
        choices = session.choices
        self.fields: dict[str, Any] = {
            "counted": widgets.ToggleButtons(
                options=[("–", ""), *((c, c) for c in choices["counted"])],
                description="counted",
            ),
            "offer": widgets.ToggleButtons(
                options=[("–", ""), *((c, c) for c in choices["offer"])], description="offer"
            ),
            "reason": widgets.Dropdown(
                options=[("–", ""), *((c, c) for c in choices["reason"])], description="reason"
            ),
            "specimens": widgets.Text(
                description="specimens",
                placeholder="Testudo hermanni live 3; Ara macao feather 1",
                layout=wide,
            ),
            "note": widgets.Text(
                description="note", placeholder="no names, no telephones", layout=wide
            ),
        }
        buttons = []
        for label, key in (("Decide (blank)", DECIDE), ("Undo (u)", UNDO), ("Later (>)", SKIP)):
            button = widgets.Button(description=label)
            button.on_click(lambda _, key=key: self.press(key))
            buttons.append(button)
        for name, control in self.fields.items():
            control.observe(
                lambda change, name=name: self._changed(name, change["new"]), "value"
            )
        self.keys.observe(self._typed, "value")
        self.box = widgets.VBox(
            [
                widgets.HBox([self.progress, self.count]),
                self.view,
                self.keys,
                widgets.HTML(self._help()),
                *self.fields.values(),
                widgets.HBox(buttons),
                self.message,
                self.before,
            ]
        )
        self.refresh()

    def _help(self) -> str:
        said: dict[str, list[str]] = {}
        for key, (name, value) in KEYS.items():
            said.setdefault(name, []).append(f"{key} {value}")
        said["reason"] = [f"{key} {code}" for key, code in self.session.reason_keys.items()]
        said["then"] = ["blank decide", "u undo", "> later"]
        lines = (
            f"<b>{escape(name)}</b> {escape(' · '.join(pairs))}" for name, pairs in said.items()
        )
        return f'<div style="line-height:1.5;font-size:12px">{"<br>".join(lines)}</div>'

    def _typed(self, change: dict[str, Any]) -> None:
        """Press the characters that were added at the end of the key field.

        The field is never emptied from here: what was typed in the meantime would go with it.
        Characters that are taken away, or put in between, press nothing.
        """
        text, seen = str(change["new"]), self._seen
        self._seen = text
        if text.startswith(seen):
            self.press(text[len(seen) :])

    def press(self, keys: str) -> None:
        """Do what keys stand for, one after the other, and show what follows."""
        before = None
        for key in keys:
            at = self.session.current
            self.session.key(key)
            before = at if at != self.session.current else before
        self.refresh(before)

    def _changed(self, name: str, value: str) -> None:
        if not self._filling:
            self.session.message = ""
            self.session.fill(name, value or "")

    def refresh(self, before: str | None = None) -> None:
        """Show the listing in front; below it, the program's answer on the one just decided."""
        session = self.session
        done, total = session.progress
        self.progress.max, self.progress.value = max(total, 1), done
        self.count.value = f"{done} of {total}"
        self.view.value = session.html()
        self.message.value = escape(session.message)
        draft = session.draft
        self._filling = True
        for name, control in self.fields.items():
            control.value = draft.get(name, "")
        self._filling = False
        if before is not None and before != session.current:
            shown = session.revealed(before) and before in session.decided
            self.before.value = (
                f"<h4>Decided before</h4>{session.html(before)}" if shown else ""
            )


def form(
    processed: Path | str,
    folder: Path | str,
    reviewer: str,
    *,
    adjudicate: bool = False,
    double_coded: float = DOUBLE_CODED,
) -> Any:
    """Make the form of the review notebook.

    Parameters
    ----------
    processed
        Folder of the processed survey.
    folder
        Folder of decisions on the survey, such as ``data/review/2018``.
    reviewer, adjudicate, double_coded
        See `Session`.

    Returns
    -------
    ipywidgets.VBox
    """
    import pandas as pd

    from wildlife_analysis.reference import SurveyError

    file = Path(processed) / "listings.parquet"
    if not file.exists():
        raise SurveyError(f"{file}: missing; run 'process' first")
    listings = pd.read_parquet(file)
    session = Session(
        listings,
        Path(folder),
        reviewer,
        adjudicate=adjudicate,
        double_coded=double_coded,
    )
    return Form(session).box
