"""The one family of errors the program raises on purpose."""

__all__ = ["SurveyError"]


class SurveyError(ValueError):
    """Input that cannot be used; the message names file, row, value and what to do.

    The command line prints the message alone, on standard error, and exits with status 2.
    """
