"""What all commands share, and those on what is done: verify, pack, compare, trace, forget."""

import errno
import os
import sys
import traceback
from pathlib import Path
from typing import Any

import click

__all__ = ["Commands", "check", "compare", "crate", "explain", "forget", "say", "trace"]

FOLDER = click.Path(path_type=Path)


def say(text: object, *, err: bool = False, nl: bool = True) -> None:
    """Print; what strangers wrote moves no cursor and changes no colour."""
    from wildlife_analysis.reference.errors import printable

    click.echo(printable(text), err=err, nl=nl)


class Commands(click.Group):
    """Commands whose known errors are one sentence on standard error and status 2.

    Of an error that nobody foresaw it is said where it arose, status 3.
    """

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command and say what went wrong."""
        from wildlife_analysis.reference.errors import (
            DEBUG,
            SurveyError,
            debugging,
            unexpected,
        )

        try:
            return super().invoke(ctx)
        except SurveyError as error:
            say(f"wildlife-analysis: {error}", err=True)
            sys.exit(2)
        except (click.exceptions.Exit, click.Abort, click.ClickException):
            raise
        except Exception as error:
            if isinstance(error, OSError) and error.errno == errno.EPIPE:
                raise  # the reader of our output has gone: click knows what to do
            if debugging():
                say(traceback.format_exc(), err=True)
            elif isinstance(error, OSError) and error.errno and error.filename:
                say(
                    f"wildlife-analysis: {error.filename}: {os.strerror(error.errno)}", err=True
                )
                sys.exit(2)
            told = f"an error of the program: {unexpected(error)}. Please report this line"
            hint = f"What the error says may quote listings: {DEBUG}=1 shows it, to you alone."
            say(f"wildlife-analysis: {told}.\n{hint}", err=True)
            sys.exit(3)


@click.command()
@click.argument("folder", type=FOLDER)
@click.option("--raw", type=FOLDER, multiple=True, help="Raw survey; data/raw/SURVEY else.")
@click.option("--against", type=FOLDER, help="The earlier survey linked; looked for else.")
@click.option("--processed", type=FOLDER, help="Of a report: folder of the processed surveys.")
@click.option("--notebooks", type=FOLDER, help="Of a report: other notebooks it was made by.")
@click.option("--quick", is_flag=True, help="Do not make it again.")
def check(
    folder: Path,
    raw: tuple[Path, ...],
    against: Path | None,
    processed: Path | None,
    notebooks: Path | None,
    quick: bool,
) -> None:
    """Verify a processed folder, a report or a crate: say precisely what differs.

    Hashes, accounts and reference tables are compared with the manifest; then the raw files,
    or the processed surveys of a report, are taken where they are at hand, all is made again,
    and tables and files are compared.
    """
    from wildlife_analysis import pipeline, provenance
    from wildlife_analysis.provenance import crate as crates

    if (folder / crates.METADATA).exists():
        findings, not_done = crates.check(folder), ""
    elif quick:
        findings, not_done = provenance.check(folder), "--quick"
    else:
        findings, not_done = pipeline.check(
            folder, raw, against=against, processed=processed, notebooks=notebooks
        )
    for finding in findings:
        say(finding)
    if not_done:
        say(f"Not made again: {not_done}", err=True)
    if findings:
        sys.exit(1)
    say(f"{folder}: all stands")


@click.command()
@click.argument("folder", type=FOLDER)
@click.option("--report", type=FOLDER, help="Folder of a report on it, to go with it.")
@click.option("--output", type=FOLDER, required=True, help="Folder to make.")
def crate(folder: Path, report: Path | None, output: Path) -> None:
    """Pack a processed survey as an RO-Crate: one folder for a journal or an archive."""
    from wildlife_analysis.provenance import crate as crates

    made = crates.make(folder, output, report=report)
    say(f"{output}: {made} files described in {crates.METADATA}")


@click.command()
@click.argument("before", type=FOLDER)
@click.argument("after", type=FOLDER)
@click.option("--listings", type=FOLDER, help="CSV file for the listings that changed side.")
def compare(before: Path, after: Path, listings: Path | None) -> None:
    """Compare two runs of one survey: figures that move, listings that change side."""
    from wildlife_analysis import compare as room
    from wildlife_analysis import count
    from wildlife_analysis.review.files import guarded_table

    figures, moved = room.runs(count.load(before), count.load(after))
    say(figures.to_string(index=False))
    say(f"{len(moved)} listings changed side")
    if listings is not None:
        guarded_table(moved).to_csv(listings, index=False)
    elif len(moved):
        say(moved.head(20).to_string(index=False))


@click.command()
@click.argument("figure_id")
@click.option("--format", "form", type=click.Choice(["text", "csv", "html"]), default="text")
@click.option("--language", default="en", help="Of the page (html).")
@click.option("--processed", type=FOLDER, help="Folder of the processed surveys.")
@click.option("--output", type=FOLDER, help="File to write; to the screen without it.")
def trace(
    figure_id: str, form: str, language: str, processed: Path | None, output: Path | None
) -> None:
    """Show the listings, terms, rules and decisions behind a published number.

    FIGURE_ID is SURVEY/VIEW/KEY/MEASURE, such as 2018/countries/DE/specimens, or
    2014:2018/trend_by_country/DE/ratio; the numbers of the report link to theirs.
    """
    from wildlife_analysis import pipeline
    from wildlife_analysis.reference.errors import harmless

    told = harmless(pipeline.trace(figure_id, form, processed=processed, language=language))
    if output is None:
        click.echo(told, nl=form == "text")
    else:
        output.write_text(told, encoding="utf-8")


@click.command()
@click.argument("who")
@click.option("--survey", "survey_id", required=True, help="Its folder in data/processed.")
def forget(who: str, survey_id: str) -> None:
    """Remove a person (WHO: a seller_key, or the address of a listing) from a survey.

    Raw records, tables, decisions and reports go; only numbers are kept of it.
    """
    from wildlife_analysis import forget as room
    from wildlife_analysis import pipeline
    from wildlife_analysis.read import sellers

    key = sellers.project_key(pipeline.ROOT / "data" / ".seller_key")
    done = room.forget(who, survey_id, project=pipeline.ROOT, key=key)
    say(
        f"{done.listings} listings: {done.raw_records} raw records, {done.decisions} rows of "
        f"decisions and {done.reports} reports removed; process the survey again"
    )
    for place in done.by_hand:
        say(f"to be taken out by hand: {place}", err=True)
    if done.by_hand:
        sys.exit(1)


@click.command()
@click.argument("listing_id")
@click.option("--survey", required=True, help="Its folder in data/processed.")
@click.option("--processed", type=FOLDER, help="Folder of the processed surveys.")
def explain(listing_id: str, survey: str, processed: Path | None) -> None:
    """Show a listing with the words and rules that decided it."""
    from wildlife_analysis import pipeline

    say(pipeline.explain(listing_id, survey, processed=processed))
