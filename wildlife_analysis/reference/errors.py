"""The one family of errors the program raises on purpose."""

__all__ = ["SurveyError", "printable"]


class SurveyError(ValueError):
    """Input that cannot be used; the message names file, row, value and what to do.

    The command line prints the message alone, on standard error, and exits with status 2.
    """


def printable(text: object) -> str:
    r"""Write a text so that a terminal shows it and does nothing else.

    Parameters
    ----------
    text
        May hold words of listings or names of files, which are strangers'.

    Returns
    -------
    str
        Control characters and those that turn the direction of text as escapes; line ends
        and tabs stay.

    Examples
    --------
    >>> print(printable("a\x1b[31mb"))
    a\x1b[31mb
    """
    return "".join(
        c if c.isprintable() or c in "\n\t" else c.encode("unicode_escape").decode()
        for c in str(text)
    )
