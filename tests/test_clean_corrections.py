"""People's corrections of single values: guarded, and loud when they no longer apply."""

from pathlib import Path

import pandas as pd
import pytest

from wildlife_analysis.clean import corrections
from wildlife_analysis.reference import SurveyError

HEADER = ",".join(corrections.COLUMNS)
SIGNED = "misread,AB,2018-05-31"


def table() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "survey": "2018",
            "listing_id": ["L1", "L2"],
            "title": ["Boa", "Ara"],
            "country_code": ["FR", None],
            "price_amount": [1.45, 20.0],
            "price_kind": ["whole", None],
            "posted_on": pd.to_datetime(["2017-10-01", None]),
        }
    ).astype({"country_code": "str", "price_kind": "str", "posted_on": "datetime64[us]"})


def folder(tmp_path: Path, *rows: str) -> Path:
    (tmp_path / corrections.FILE).write_text(
        "\n".join([HEADER, *rows]) + "\n", encoding="utf-8"
    )
    return tmp_path


def test_without_a_file_nothing_changes(tmp_path: Path) -> None:
    pd.testing.assert_frame_equal(corrections.apply(table(), tmp_path), table())


@pytest.mark.parametrize(
    ("row", "field", "value"),
    [
        ("L1,price_amount,1.45,1450", "price_amount", 1450.0),
        ("L1,title,Boa,Boa constrictor", "title", "Boa constrictor"),
        ("L1,country_code,FR,BE", "country_code", "BE"),
        ("L1,price_kind,whole,each", "price_kind", "each"),
        ("L1,posted_on,2017-10-01,2017-09-30", "posted_on", pd.Timestamp("2017-09-30")),
    ],
)
def test_a_value_is_corrected(tmp_path: Path, row: str, field: str, value: object) -> None:
    before = table()
    after = corrections.apply(before, folder(tmp_path, f"{row},{SIGNED}"))
    assert after[field].iloc[0] == value
    assert after.dtypes.to_dict() == before.dtypes.to_dict()
    pd.testing.assert_frame_equal(before, table())
    pd.testing.assert_frame_equal(after.drop(columns=field), before.drop(columns=field))


def test_a_missing_value_is_filled_and_a_value_is_taken_out(tmp_path: Path) -> None:
    rows = [f"L2,country_code,,GB,{SIGNED}", f"L1,posted_on,2017-10-01,,{SIGNED}"]
    after = corrections.apply(table(), folder(tmp_path, *rows))
    assert after["country_code"].tolist() == ["FR", "GB"]
    assert after["posted_on"].isna().all()


def test_rows_apply_in_order(tmp_path: Path) -> None:
    rows = [f"L1,title,Boa,Python,{SIGNED}", f"L1,title,Python,Anaconda,{SIGNED}"]
    assert corrections.apply(table(), folder(tmp_path, *rows))["title"].iloc[0] == "Anaconda"


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (f"L9,title,Boa,Python,{SIGNED}", ["row 2", "'L9'", "nearest"]),
        (f"L1,titel,Boa,Python,{SIGNED}", ["row 2", "'titel'", "title"]),
        (f"L1,listing_id,L1,L7,{SIGNED}", ["row 2", "listing_id", "cannot be corrected"]),
        (f"L1,title,Ara,Python,{SIGNED}", ["row 2", "'Boa'", "'Ara'", "no longer applies"]),
        (f"L2,country_code,FR,GB,{SIGNED}", ["row 2", "'FR'"]),
        (f"L1,price_amount,1.45,lots,{SIGNED}", ["row 2", "'lots'", "price_amount"]),
        (f"L1,price_kind,whole,half,{SIGNED}", ["row 2", "'half'", "each"]),
        (f"L1,title,Boa,,{SIGNED}", ["row 2", "title cannot be empty"]),
        (f"L1,title,Boa,Boa,{SIGNED}", ["row 2", "both"]),
        ("L1,title,Boa,Python,,AB,2018-05-31", ["row 2", "reason"]),
        ("L1,title,Boa,Python,misread,,2018-05-31", ["row 2", "decided_by"]),
        ("L1,title,Boa,Python,misread,AB,31.5.18", ["row 2", "31.5.18"]),
    ],
)
def test_a_correction_that_does_not_apply_stops_the_run(
    tmp_path: Path, row: str, words: list[str]
) -> None:
    with pytest.raises(SurveyError) as error:
        corrections.apply(table(), folder(tmp_path, row))
    message = str(error.value)
    assert corrections.FILE in message
    for word in words:
        assert word in message


def test_the_row_named_is_the_row_of_the_file(tmp_path: Path) -> None:
    rows = [f"L1,title,Boa,Python,{SIGNED}", f"L9,title,Boa,Python,{SIGNED}"]
    with pytest.raises(SurveyError, match="row 3"):
        corrections.apply(table(), folder(tmp_path, *rows))


def test_a_file_without_its_columns_is_refused(tmp_path: Path) -> None:
    (tmp_path / corrections.FILE).write_text("listing_id,field\nL1,title\n", encoding="utf-8")
    with pytest.raises(SurveyError, match="expected"):
        corrections.apply(table(), tmp_path)
