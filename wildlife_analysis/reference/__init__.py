"""Every decision as a table, and the only loader of the tables.

A table is a CSV file beside this module (or a folder of CSV files with the same
columns, such as ``terms/``). All values are text; an empty cell is the empty string,
so that Namibia's code ``NA`` stays a code.
"""

from wildlife_analysis.reference.errors import SurveyError
from wildlife_analysis.reference.schema import check_table, column_names, empty_table
from wildlife_analysis.reference.surveys import Survey, load_coverage, load_survey
from wildlife_analysis.reference.tables import matching_key, matching_keys, nearest, table

__all__ = [
    "Survey",
    "SurveyError",
    "check_table",
    "column_names",
    "empty_table",
    "load_coverage",
    "load_survey",
    "matching_key",
    "matching_keys",
    "nearest",
    "table",
]
