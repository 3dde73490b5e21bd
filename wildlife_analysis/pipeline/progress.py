"""Tell how far a run has come: a line that moves on a terminal, else one line a minute."""

import sys
import time
from typing import TextIO

__all__ = ["Progress"]

MOVING, STANDING = 0.5, 60.0  # seconds between two messages, on a terminal and elsewhere


class Progress:
    """Progress of a run over its raw data.

    Parameters
    ----------
    total
        Bytes of raw data that are to be worked on.
    stream
        Where to tell it; None to keep silent.
    """

    def __init__(self, total: int, stream: TextIO | None = None) -> None:
        self.total, self.stream = total, stream
        self.bytes = self.listings = 0
        self.start = self.told = time.monotonic()
        self.moves = stream is not None and stream.isatty()

    def add(self, size: int, listings: int) -> None:
        """Count what was done, and tell it when it is time."""
        self.bytes += size
        self.listings += listings
        now = time.monotonic()
        if self.stream and now - self.told >= (MOVING if self.moves else STANDING):
            self.told = now
            self._write(self.line(now - self.start))

    def line(self, seconds: float) -> str:
        """Say how far the run is after so many seconds."""
        share = self.bytes / self.total if self.total else 1.0
        rate = self.listings / seconds if seconds > 0 else 0.0
        left = seconds * (1 - share) / share if share else 0.0
        return (
            f"{self.listings:,} listings, {share:.0%} of the raw data, {rate:,.0f} listings/s, "
            f"{duration(left)} left"
        )

    def say(self, text: str) -> None:
        """Name the step that begins."""
        if self.stream and (self.moves or time.monotonic() - self.told >= STANDING):
            self.told = time.monotonic()
            self._write(text)

    def end(self) -> None:
        """Take the moving line away."""
        if self.stream and self.moves:
            self.stream.write("\r\x1b[K")
            self.stream.flush()

    def _write(self, text: str) -> None:
        stream = self.stream or sys.stderr
        stream.write(f"\r\x1b[K{text}" if self.moves else f"{text}\n")
        stream.flush()


def duration(seconds: float) -> str:
    """Write a duration in the two units that matter.

    Examples
    --------
    >>> duration(59), duration(3700), duration(200_000)
    ('59 s', '1 h 1 min', '2 d 7 h')
    """
    minutes, hours, days = seconds / 60, seconds / 3600, seconds / 86_400
    if minutes < 1:
        return f"{seconds:.0f} s"
    if hours < 1:
        return f"{minutes:.0f} min"
    if days < 1:
        return f"{int(hours)} h {int(minutes % 60)} min"
    return f"{int(days)} d {int(hours % 24)} h"
