"""The command line: ``python -m wildlife_analysis`` or ``wildlife-analysis``.

Exit status: 0 done; 1 finished with findings the caller must see; 2 wrong use or input that
cannot be used; 3 an error of the program itself. Heavy libraries are imported by the command
that needs them.
"""

import sys
from pathlib import Path

import click

from wildlife_analysis import __version__
from wildlife_analysis.commands import Commands, check, compare, crate, explain, forget, trace
from wildlife_analysis.commands import say as _say

FOLDER = click.Path(path_type=Path)


@click.group(cls=Commands)
@click.version_option(__version__, prog_name="wildlife-analysis")
def main() -> None:
    """From scraped marketplace listings to the annual report on online wildlife trade."""


for command in (check, compare, crate, explain, forget, trace):
    main.add_command(command)


@main.command()
@click.option("--survey", required=True, help="Survey to imitate: 2014 or 2018.")
@click.option(
    "--listings", type=click.IntRange(min=1), help="Size; the printed one by default."
)
@click.option("--seed", type=int, default=1, show_default=True)
@click.option(
    "--output", type=FOLDER, required=True, help="Folder to write the raw survey into."
)
def simulate(survey: str, listings: int | None, seed: int, output: Path) -> None:
    """Make a replica survey: raw files with known truth, labelled as simulated."""
    from wildlife_analysis import simulate as simulation

    made = simulation.survey(survey, output, listings=listings, seed=seed)
    for name, value in made.items():
        _say(f"{name}: {value}")


@main.command()
@click.argument("sources", nargs=-1, required=True)
@click.option("--survey", "survey_id", help="Identifier of the survey, for loose files.")
@click.option("--output", type=FOLDER, required=True, help="Folder for the tables.")
@click.option(
    "--against", type=FOLDER, help="Earlier processed survey whose offers may be repeated here."
)
@click.option(
    "--set",
    "chosen",
    multiple=True,
    metavar="OPTION=VALUE",
    help="Take a judgement another way, such as scope=I or assumed_one=drop; repeatable.",
)
@click.option(
    "--workers",
    type=click.IntRange(min=1),
    default=1,
    show_default=True,
    help="Processes on this machine.",
)
@click.option("--cluster", metavar="ADDRESS", help="Dask scheduler, such as tcp://host:8786.")
@click.option(
    "--partition-rows",
    type=click.IntRange(min=1),
    default=20_000,
    show_default=True,
    help="Listings worked on at once, by each process: fewer need less memory.",
)
def process(
    sources: tuple[str, ...], survey_id: str | None, output: Path, against: Path | None,
    chosen: tuple[str, ...], workers: int, cluster: str | None, partition_rows: int,
) -> None:  # fmt: skip
    """Turn raw listings into tables of listings and specimens.

    SOURCES is one survey folder (with survey.toml) or any number of listing files; also
    addresses such as s3://bucket/2026. A run that was ended goes on where it stood, and files
    that are new since the last run are all that is worked on. The tables are the same whatever
    the number of processes. With --set, an alternative is made; where OUTPUT holds a main run,
    it goes beside it, in OUTPUT~OPTION=VALUE.
    """
    from wildlife_analysis import pipeline
    from wildlife_analysis.reference.options import read_options

    if cluster is not None and workers > 1:
        raise click.UsageError("give --workers or --cluster, not both")
    options = read_options(chosen)
    output = options.folder(output)
    how = pipeline.How(workers, cluster, partition_rows, sys.stderr)
    accounts = pipeline.process(
        sources, output, survey_id=survey_id, against=against, options=options, how=how
    )
    _say(
        f"{output}: {accounts.raw_rows} raw rows = {accounts.listings} listings "
        f"+ {accounts.rejects} rejects; {accounts.in_scope} in scope "
        f"= {accounts.unique} unique + {accounts.duplicates} duplicates; "
        f"{accounts.specimens} specimens in the unique listings"
    )
    if accounts.reject_reasons:
        reasons = ", ".join(f"{n} {code}" for code, n in accounts.reject_reasons.items())
        _say(f"Set aside in {output / 'rejects.parquet'}: {reasons}", err=True)
        for line in pipeline.set_aside(output):
            _say(line, err=True)
        sys.exit(1)


@main.command()
@click.option(
    "--survey", required=True, help="Survey to report on: its folder in data/processed."
)
@click.option("--baseline", help="Earlier survey to compare with.")
@click.option("--language", "languages", multiple=True, help="Report language; repeatable.")
@click.option("--country", default="", help="Report on one country only (ISO 3166-1 alpha-2).")
@click.option("--taxon", default="", help="Report on one taxon only, of any rank.")
@click.option("--since", default="", help="Count advertisements from this day on, YYYY-MM-DD.")
@click.option("--notebooks", type=FOLDER, help="Folder of your own numbered notebooks.")
@click.option(
    "--parameter", "parameters", multiple=True, metavar="NAME=VALUE",
    help="Parameter of a notebook, such as reports_file=FILE; repeatable.",
)  # fmt: skip
@click.option("--force", is_flag=True, help="Redo what has not changed.")
@click.option("--processed", type=FOLDER, help="Folder of the processed surveys.")
@click.option("--output", type=FOLDER, help="Folder of the reports; reports/SURVEY by default.")
def report(
    survey: str, baseline: str | None, languages: tuple[str, ...], country: str, taxon: str,
    since: str, notebooks: Path | None, parameters: tuple[str, ...], force: bool,
    processed: Path | None, output: Path | None,
) -> None:  # fmt: skip
    """Run the notebooks and write the annual report, a folder a language.

    What has not changed since the last report is not redone. A report on one country, one taxon
    or from one day on goes to a folder of its own.
    """
    from wildlife_analysis import pipeline

    pages = pipeline.report(
        survey,
        baseline,
        languages or ("en",),
        processed=processed,
        output=output,
        only={"country": country, "taxon": taxon, "since": since},
        notebooks=notebooks,
        parameters=parameters,
        force=force,
    )
    for page in pages:
        _say(str(page))


@main.command()
@click.argument("labels", type=FOLDER)
@click.option("--errors", type=FOLDER, help="CSV file to write every disagreement to.")
def evaluate(labels: Path, errors: Path | None) -> None:
    """Compare the program with listings labelled by hand, by language and field."""
    from wildlife_analysis import pipeline
    from wildlife_analysis.review.files import guarded_table

    table, wrong = pipeline.evaluate(labels)
    _say(table.set_index("group").T.to_string())
    if errors is not None:
        guarded_table(wrong).to_csv(errors, index=False)
        _say(f"{len(wrong)} disagreements in {errors}")


@main.group()
def reference() -> None:
    """Checklists of CITES species that you import beside the reference tables."""


@reference.command("import-checklist")
@click.argument("file", type=FOLDER)
@click.option("--date", help="Day of the export, YYYY-MM-DD; else from the file's name.")
def import_checklist(file: Path, date: str | None) -> None:
    """Load an official export of the CITES checklist: all animals, synonyms, names.

    FILE is the "Index of CITES Species" as CSV, plain or .gz. The tables stay yours, in
    data/reference/checklist (see WILDLIFE_ANALYSIS_HOME), and add only what the reference
    tables lack.
    """
    from wildlife_analysis.reference import checklist_import

    made = checklist_import.import_checklist(file, date)
    _say(f"{made.folder}: {', '.join(f'{n} {what}' for what, n in made.counts.items())}")
    _say(
        "names left out, in dropped.csv: "
        + (", ".join(f"{n} {reason}" for reason, n in made.dropped.items()) or "none")
    )
    for note in made.notes:
        _say(note)


@reference.command("list")
def list_checklists() -> None:
    """List the checklists that are loaded."""
    from wildlife_analysis.reference import checklist

    for one in checklist.loaded():
        counts = ", ".join(f"{n} {what}" for what, n in one.record["counts"].items())
        _say(
            f"{one.date}: {one.record['source_file']} "
            f"(sha256 {one.record['source_sha256'][:12]}): {counts}; in {one.folder}"
        )
    if not checklist.loaded():
        _say(f"no checklist is loaded; they would stand in {checklist.folder()}")


@reference.command("remove")
@click.argument("date")
def remove_checklist(date: str) -> None:
    """Take the checklist of DATE out again; the file it came from is not touched."""
    from wildlife_analysis.reference import checklist

    _say(f"removed {checklist.remove(date)}")


@main.group()
def review() -> None:
    """Let people decide: draw, export, import, measure agreement, train the model."""


SURVEY = click.option("--survey", required=True, help="Its folder in data/processed.")
PROCESSED = click.option("--processed", type=FOLDER, help="Folder of the processed surveys.")
DECISIONS = click.option("--folder", type=FOLDER, help="Decisions; data/review/SURVEY.")


@review.command()
@SURVEY
@PROCESSED
@DECISIONS
@click.option("--size", type=click.IntRange(min=1), default=200, show_default=True)
@click.option(
    "--purpose",
    type=click.Choice(["audit", "doubt", "new-terms"]),
    default="audit",
    show_default=True,
    help="A random sample; the listings in most doubt; frequent words that no term covers.",
)
@click.option("--seed", type=int, default=1, show_default=True)
def queue(
    survey: str, processed: Path | None, folder: Path | None, size: int, purpose: str, seed: int
) -> None:
    """Draw listings for people to look at; no listing is drawn twice."""
    from wildlife_analysis import pipeline
    from wildlife_analysis import review as room

    listings, specimens, own = pipeline.decide(survey, processed)
    own = folder or own
    if purpose == "new-terms":
        words = room.propose(listings, own, size=size, seed=seed)
        shown = ["term", "language", "listings", "suggested_term", "suggested_code"]
        _say(words[shown].head(20).to_string(index=False))
        _say(f"{len(words)} words added to {own / 'new_terms.csv'}")
        return
    drawn = room.draw(listings, specimens, own, purpose=purpose, size=size, seed=seed)
    table = drawn.groupby("stratum").agg(
        drawn=("listing_id", "size"), of=("stratum_size", "first")
    )
    _say(table.to_string())
    if set(drawn["stratum"]) == {"doubt/rules"}:
        _say("no model was trained yet: the doubts are those of the rules", err=True)
    if len(drawn) < size:
        _say(f"{size} asked for, {len(drawn)} left to draw", err=True)
    waiting = len(room.pending(own))
    _say(f"{len(drawn)} listings added to {own / 'samples.csv'}; {waiting} wait in all")


@review.command(name="export")
@SURVEY
@PROCESSED
@DECISIONS
@click.option("--reviewer", required=True, help="Who shall fill it in.")
@click.option("--double-coded", type=float, help="Share that every reviewer decides on; 0.2.")
@click.argument("sheet", type=FOLDER)
def export_sheet(
    survey: str, processed: Path | None, folder: Path | None, reviewer: str,
    double_coded: float | None, sheet: Path,
) -> None:  # fmt: skip
    """Write the listings that wait for a reviewer into SHEET (.csv or .xlsx)."""
    from wildlife_analysis import pipeline
    from wildlife_analysis import review as room

    listings, _, own = pipeline.decide(survey, processed)
    share = {} if double_coded is None else {"double_coded": double_coded}
    ids = room.assigned(folder or own, reviewer, **share)
    number = room.export(listings, ids, sheet, reviewer=reviewer)
    _say(f"{number} listings in {sheet}")


@review.command(name="import")
@SURVEY
@PROCESSED
@DECISIONS
@click.option("--reviewer", default="", help="Who decided, where the sheet does not say.")
@click.argument("sheets", nargs=-1, required=True, type=FOLDER)
def import_sheets(
    survey: str, processed: Path | None, folder: Path | None, reviewer: str,
    sheets: tuple[Path, ...],
) -> None:  # fmt: skip
    """Take over the decisions of filled SHEETS; one imported before changes nothing."""
    from datetime import UTC, datetime

    from wildlife_analysis import pipeline
    from wildlife_analysis import review as room

    listings, _, own = pipeline.decide(survey, processed)
    for sheet in sheets:
        number = room.import_sheet(
            sheet, listings, folder or own, now=datetime.now(UTC), reviewer=reviewer
        )
        _say(f"{sheet}: {number} decisions added")
    _say("They count when the survey is processed again.")


@review.command()
@SURVEY
@DECISIONS
def agreement(survey: str, folder: Path | None) -> None:
    """Measure how far reviewers agree; status 1 while disagreements wait."""
    from wildlife_analysis import pipeline
    from wildlife_analysis import review as room

    made = room.made(folder or pipeline.ROOT / "data" / "review" / survey)
    _say(room.summary(made).round(3).to_string(index=False))
    pairs = room.by_pair(made)
    if len(pairs):
        _say("\n" + pairs.round(3).to_string(index=False))
        for field in ("counted", "offer", "reason"):
            table = room.confusion(made, field)
            if len(table):
                _say(f"\n{field}, reviewer by reviewer:\n{table.to_string()}")
    waiting = room.disagreements(made)
    if len(waiting):
        _say("\nTo be adjudicated:\n" + waiting.to_string(index=False))
        sys.exit(1)


@review.command()
@click.option("--survey", "surveys", required=True, multiple=True, help="Repeatable.")
@PROCESSED
@click.option("--project", is_flag=True, help="For all surveys; of the (last) survey if not.")
@click.option("--seed", type=int, default=1, show_default=True)
def train(surveys: tuple[str, ...], processed: Path | None, project: bool, seed: int) -> None:
    """Train the relevance model on the decisions, outside the audit sample."""
    from datetime import UTC, datetime

    from wildlife_analysis import pipeline
    from wildlife_analysis import review as room

    parts = []
    for survey in surveys:
        listings, _, own = pipeline.decide(survey, processed)
        parts.append((listings, own))
    target = parts[-1][1].parent if project else parts[-1][1]
    card = room.train(parts, target, seed=seed, day=datetime.now(UTC).date().isoformat())
    for name, entry in card["tasks"].items():
        figures = entry.get("cross_validated", {}).get("all")
        said = f"F1 {figures['f1']}, AUC {figures['auc']}" if figures else entry["not_trained"]
        _say(f"{name}: {entry['positive']} of {entry['listings']} positive; {said}")
    _say(f"{target / 'model.json'}, {target / 'model_card.md'}")


@main.command()
@click.argument("folder", type=FOLDER)
@click.argument("header")
@click.argument("field")
@click.option("--scraper", default="", help="Scraper or marketplace whose header it is.")
@click.option("--reason", default="", help="Why, where the field is 'ignored'.")
@click.option("--source", required=True, help="Who says so.")
def header(
    folder: Path, header: str, field: str, scraper: str, reason: str, source: str
) -> None:
    """Accept what a HEADER of the raw files means: a row in the survey's columns.csv."""
    from wildlife_analysis.read import headers

    path = headers.accept(folder, header, field, scraper=scraper, reason=reason, source=source)
    _say(f"{path}: {header!r} is {field}")


@main.command()
@click.argument("folder", type=FOLDER)
@click.option("--retrieved-on", required=True, help="Day the files were received.")
@click.option("--means", required=True, help="By which means: the scraper, or who sent them.")
@click.option("--terms", required=True, help="Under which terms they may be used.")
def passport(folder: Path, retrieved_on: str, means: str, terms: str) -> None:
    """Record the raw files of a survey folder that have no passport yet."""
    from wildlife_analysis.read import folder as raw

    new = raw.record(folder, retrieved_on=retrieved_on, means=means, terms=terms)
    _say(f"{folder / 'passports.csv'}: {len(new)} files recorded")


if __name__ == "__main__":
    main(prog_name="wildlife-analysis")
