"""One reviewer going through a queue: what the notebook's buttons and keys do, without them.

Every keystroke is in ``keys-<reviewer>.jsonl`` before it has any effect, and on the disk
before the next one is read: a crash loses nothing, an unfinished form included.
"""

import hashlib
import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pandas as pd

from wildlife_analysis.clean import privacy
from wildlife_analysis.reference import SurveyError
from wildlife_analysis.review import display, samples
from wildlife_analysis.review.agreement import disagreements
from wildlife_analysis.review.decisions import (
    ADJUDICATED,
    COLUMNS,
    FIELDS,
    FILE,
    WITHDRAWN,
    check,
    codes,
    decisions,
    in_force,
    reasons,
    record,
)
from wildlife_analysis.review.files import append_line

__all__ = ["DOUBLE_CODED", "KEYS", "Session", "assigned", "check_reviewer"]

DOUBLE_CODED = 0.2  # share of the drawn listings that every reviewer decides on
_REVIEWER = re.compile(r"[\w.-]{1,40}")
KEYS = {
    "y": ("counted", "yes"),
    "n": ("counted", "no"),
    "s": ("offer", "sale"),
    "g": ("offer", "giveaway"),
    "x": ("offer", "exchange"),
    "w": ("offer", "wanted"),
    "o": ("offer", "none"),
}
DECIDE, UNDO, SKIP = " ", "u", ">"
REASON_KEYS = "123456789abcdefhijklm"  # letters that mean nothing else, in the order of reasons


def check_reviewer(name: str) -> str:
    """Return the name of a reviewer, fit for a file name, or raise SurveyError."""
    if not _REVIEWER.fullmatch(name):
        raise SurveyError(
            f"reviewer {name!r}: use letters, digits, dot, hyphen or underscore, 1 to 40"
        )
    return name


def assigned(folder: Path, reviewer: str, *, double_coded: float = DOUBLE_CODED) -> list[str]:
    """List the drawn listings that wait for a reviewer.

    Parameters
    ----------
    folder
        Folder of decisions on the survey.
    reviewer
        Name of the reviewer.
    double_coded
        Share of the listings that every reviewer decides on, so that their agreement can be
        measured; which ones depends on the listing alone. The others go to whoever comes
        first.

    Returns
    -------
    list of str
        Identifiers, in the order of the draws.
    """
    if not 0 <= double_coded <= 1:
        raise SurveyError(f"double-coded share {double_coded}: give a number from 0 to 1")
    own = samples.pending(folder, reviewer=reviewer)["listing_id"].tolist()
    free = set(samples.pending(folder)["listing_id"])
    return [i for i in own if i in free or _lot(i) < double_coded]


def _lot(listing_id: str) -> float:
    digest = hashlib.blake2b(b"double" + listing_id.encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big") / 2**64


@dataclass
class Session:
    """One reviewer going through the listings drawn for review.

    Attributes
    ----------
    listings
        Table of that name of the processed survey.
    folder
        Folder of decisions on the survey.
    reviewer
        Who decides.
    adjudicate
        Decide on the listings about which reviewers disagree; such decisions outrank others.
    double_coded
        Share of the listings that every reviewer decides on.
    blind
        Hide the program's evidence and answer until a listing is decided on.
    clock
        Gives the moment of a decision.
    """

    listings: pd.DataFrame
    folder: Path
    reviewer: str
    adjudicate: bool = False
    double_coded: float = DOUBLE_CODED
    blind: bool = True
    clock: Callable[[], datetime] = lambda: datetime.now(UTC)
    queue: list[str] = field(init=False)
    drafts: dict[str, dict[str, str]] = field(init=False, default_factory=dict)
    decided: set[str] = field(init=False, default_factory=set)
    position: int = field(init=False, default=0)
    message: str = field(init=False, default="")

    def __post_init__(self) -> None:
        check_reviewer(self.reviewer)
        self._restore()
        if self.adjudicate:
            open_cases = disagreements(self._log())
            self.queue = list(dict.fromkeys(open_cases["listing_id"]))
            self._said = open_cases
        else:
            self.queue = assigned(self.folder, self.reviewer, double_coded=self.double_coded)
        known = set(self.listings["listing_id"])
        if lost := [i for i in self.queue if i not in known]:
            raise SurveyError(f"{self.folder}: no listing {', '.join(lost[:5])} in the survey")
        rows = self.listings[self.listings["listing_id"].isin({*self.queue, *self.decided})]
        self._rows = display.masked(rows).set_index("listing_id", drop=False)

    @property
    def _keys(self) -> Path:
        return self.folder / f"keys-{self.reviewer}.jsonl"

    def _log(self) -> pd.DataFrame:
        path = self.folder / FILE
        return decisions(path) if path.exists() else pd.DataFrame(columns=COLUMNS, dtype="str")

    # -- what is kept ----------------------------------------------------------------------

    def _keep(self, event: str, **values: Any) -> None:
        line = {"at": self._now(), "event": event, **values}
        append_line(self._keys, json.dumps(line, ensure_ascii=False))

    def _now(self) -> str:
        return self.clock().astimezone(UTC).isoformat(timespec="microseconds")

    def _restore(self) -> None:
        """Take up where the last session of this reviewer ended, or broke off."""
        table = self._log()
        own = table[table["reviewer"] == self.reviewer]
        self.decided = set(in_force(own)["listing_id"])
        written = set(
            own[["listing_id", "field", "decided_at", "status"]].itertuples(
                index=False, name=None
            )
        )
        lost: list[dict[str, str]] = []
        for entry in self._events():
            listing_id = str(entry.get("listing_id", ""))
            if entry["event"] == "draft":
                self.drafts.setdefault(listing_id, {})[entry["field"]] = entry["value"]
            for row in entry.get("rows", []):
                self.drafts.pop(listing_id, None)
                key = (row["listing_id"], row["field"], row["decided_at"], row["status"])
                if key not in written:
                    lost.append(row)
        if lost:  # the keys were kept, but the decisions had not been written yet
            record(self.folder, lost)
            self.decided = set(in_force(self._own())["listing_id"])

    def _own(self) -> pd.DataFrame:
        table = self._log()
        return table[table["reviewer"] == self.reviewer]

    def _events(self) -> list[dict[str, Any]]:
        if not self._keys.exists():
            return []
        events = []
        for line in self._keys.read_text(encoding="utf-8", errors="replace").split("\n"):
            try:
                entry = json.loads(line)
            except json.JSONDecodeError:  # the one line a crash may tear
                continue
            if isinstance(entry, dict) and "event" in entry:
                events.append(entry)
        return events

    # -- what is shown ---------------------------------------------------------------------

    @property
    def current(self) -> str | None:
        """Identifier of the listing in front; None at the end of the queue."""
        return self.queue[self.position] if self.position < len(self.queue) else None

    @property
    def progress(self) -> tuple[int, int]:
        """Number of decided listings of this queue, and its length."""
        return sum(i in self.decided for i in self.queue), len(self.queue)

    @property
    def draft(self) -> dict[str, str]:
        """What is filled in for the listing in front."""
        return dict(self.drafts.get(self.current or "", {}))

    def revealed(self, listing_id: str) -> bool:
        """Say whether the program's evidence and answer may be shown."""
        return not self.blind or self.adjudicate or listing_id in self.decided

    def html(self, listing_id: str | None = None) -> str:
        """Show a listing (the one in front by default), with evidence once it may be."""
        at = listing_id or self.current
        if at is None:
            return "<p>The queue is at its end.</p>"
        row = self._rows.loc[[at]]
        shown = self.revealed(at)
        text = display.listing(row, highlight=shown)
        if self.adjudicate:
            said = self._said[self._said["listing_id"] == at]
            items = (
                f"<li>{display.shown(f)}: {display.shown(v)}</li>"
                for f, v in zip(said["field"], said["values"], strict=True)
            )
            text += f"<p>Reviewers disagree:</p><ul>{''.join(items)}</ul>"
        return text + display.answer(row) if shown else text

    # -- what the reviewer does ------------------------------------------------------------

    def key(self, key: str) -> None:
        """Do what a key stands for: fill in, decide (blank), take back (u), skip (>)."""
        self._keep("key", listing_id=self.current, key=key)
        self.message = ""
        if key == UNDO:
            self.undo()
        elif key == SKIP:
            self.skip()
        elif key == DECIDE:
            self.decide()
        elif key in KEYS:
            self.fill(*KEYS[key])
        elif key in self.reason_keys:
            self.fill("reason", self.reason_keys[key])
        else:
            self.message = f"no such key: {display.shown(key)}"

    @property
    def reason_keys(self) -> dict[str, str]:
        """Keys of the reasons why a listing is not counted."""
        return dict(zip(REASON_KEYS, reasons(), strict=False))

    def fill(self, name: str, value: str) -> None:
        """Fill in one field of the listing in front (``note`` too); nothing is decided yet."""
        if self.current is None:
            return
        if name == "note":
            nowhere = pd.Series([""], dtype="str")
            value = str(privacy.mask(pd.Series([value], dtype="str"), nowhere).iloc[0])
        self._keep("draft", listing_id=self.current, field=name, value=value)
        self.drafts.setdefault(self.current, {})[name] = value

    def decide(self) -> bool:
        """Decide on the listing in front with what is filled in, and go on to the next.

        Returns
        -------
        bool
            False where the form is incomplete or wrong; `message` says why.
        """
        at = self.current
        if at is None:
            self.message = "the queue is at its end"
            return False
        draft = dict(self.draft)
        try:
            rows = self._rows_of(at, draft)
        except SurveyError as error:
            self.message = str(error)
            return False
        self._keep("decide", listing_id=at, rows=rows)
        record(self.folder, rows)
        self.decided.add(at)
        self.drafts.pop(at, None)
        self.position += 1
        return True

    def _rows_of(self, at: str, draft: dict[str, str]) -> list[dict[str, str]]:
        note = draft.pop("note", "")
        values = {name: value.strip() for name, value in draft.items() if value.strip()}
        counted = values.get("counted")
        if counted is None:
            raise SurveyError("counted: press y (yes) or n (no) first")
        if counted == "yes":
            values.setdefault("offer", "sale")
            values.pop("reason", None)
            if values["offer"] not in ("sale", "giveaway", "exchange"):
                raise SurveyError(f"a listing with the offer {values['offer']} is not counted")
        else:
            values.pop("specimens", None)
        for name, value in values.items():
            check(name, value, name)
        moment = self._now()
        return [
            {
                "listing_id": at,
                "field": name,
                "value": values[name],
                "reviewer": self.reviewer,
                "decided_at": moment,
                "status": ADJUDICATED if self.adjudicate else "",
                "note": note,
            }
            for name in FIELDS
            if name in values
        ]

    def undo(self) -> bool:
        """Take back this reviewer's last decision and put its listing in front again.

        Returns
        -------
        bool
            False where there is nothing to take back.
        """
        own = in_force(self._own())
        if own.empty:
            self.message = "nothing to take back"
            return False
        moment = own["decided_at"].max()
        last = own[own["decided_at"] == moment]
        at = str(last["listing_id"].iloc[-1])
        last = last[last["listing_id"] == at]
        now = self._now()
        rows = [
            {**{str(k): str(v) for k, v in row.items()}, "decided_at": now, "status": WITHDRAWN}
            for row in last.to_dict("records")
        ]
        self._keep("undo", listing_id=at, rows=rows)
        record(self.folder, rows)
        self.drafts[at] = dict(zip(last["field"], last["value"], strict=True))
        self.decided = set(in_force(self._own())["listing_id"])
        if at not in self.queue:
            self.queue.insert(self.position, at)
        if at not in self._rows.index:
            row = self.listings[self.listings["listing_id"] == at]
            more = display.masked(row).set_index("listing_id", drop=False)
            self._rows = pd.concat([self._rows, more])
        self.position = self.queue.index(at)
        return True

    def skip(self) -> None:
        """Put the listing in front at the end of the queue."""
        if self.current is not None and self.position < len(self.queue) - 1:
            self.queue.append(self.queue.pop(self.position))

    @property
    def choices(self) -> dict[str, list[str]]:
        """Values of the fields with codes."""
        return {"counted": ["yes", "no"], "offer": codes("offer"), "reason": reasons()}
