"""Whether two listings are one offer, from a few named features."""

from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt
import pandas as pd

from wildlife_analysis.duplicates.blocks import price_gap
from wildlife_analysis.duplicates.facts import RULES, could
from wildlife_analysis.duplicates.keys import TRAITS, conflict, vocabulary
from wildlife_analysis.duplicates.narrow import Narrow
from wildlife_analysis.duplicates.texts import Sets, Texts, chunks, normal, words
from wildlife_analysis.reference import table

__all__ = ["RULES", "alike", "contradict", "judge"]

Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]

# Likeness of the texts (0 to 100; see the method page) from which two listings of one seller,
# equal in specimens, traits, numbers and near in price, are taken for one offer.
LIKENESS = 80.0
# ... where the price is given once only, or the place differs.
LIKENESS_DOUBT = 92.0
# ... of other or unknown sellers; of two known sellers of one marketplace.
LIKENESS_OTHER, LIKENESS_RIVAL = 92.0, 97.0
# ... where no specimen was recognised.
LIKENESS_BLIND = 95.0
# ... where some of the specimens are said to be sold meanwhile.
LIKENESS_SOLD = 60.0
# Under one address or identifier: less, and it is the address of a page of many listings.
LIKENESS_SAME_ADDRESS = 60.0
# Share by which the prices of one group may differ over several drops.
FAR = 0.6
PAIRS = 100_000
FEW = 20_000  # pairs whose rows are scattered


@dataclass(frozen=True)
class _Texts:
    """Texts of the rows that a batch of pairs needs."""

    text: npt.NDArray[np.object_]
    title: npt.NDArray[np.object_]
    numbers: Sets
    row: Ints
    word: Ints

    def words(self, rows: Ints) -> Sets:
        """Return the words of the given rows; those of others are left empty."""
        wanted = np.zeros(len(self.text), dtype=bool)
        wanted[rows] = True
        kept = wanted[self.row]
        return Sets.of(self.row[kept], self.word[kept], len(self.text))


def _texts(listings: pd.DataFrame) -> _Texts:
    text: list[str] = []
    for part in chunks(len(listings)):
        batch = listings.iloc[part]
        text += normal(batch["title"], batch["description"])
    title = listings["title"].fillna("").to_numpy(dtype=object)
    return _Texts(np.array(text, dtype=object), title, *_word_sets(listings))


def _word_sets(listings: pd.DataFrame) -> tuple[Sets, Ints, Ints]:
    """Return the numbers in each text; of all words, the row and the hash."""
    rows, hashes, numbers = [], [], []
    for part in chunks(len(listings)):
        batch = listings.iloc[part]
        found = words(batch["title"], batch["description"])
        rows.append(found.listing + part.start)
        hashes.append((found.hash >> np.uint64(32)).astype(np.int64))
        numbers.append(found.number % 2**32)
    row, number = np.concatenate(rows), np.concatenate(numbers)
    counted = (number > 0) & (number != 2**32 - 1)
    sets = Sets.of(row[counted], number[counted], len(listings))
    return sets, row, np.concatenate(hashes)


def _count(
    from_: Sets, one: Ints, in_: Sets, other: Ints, excused: Ints | None, *, present: bool
) -> Ints:
    """Count the values of ``one`` that ``other`` has, or lacks; excused ones do not count.

    ``excused`` has one row a pair and any number of columns.
    """
    value, owner = from_.expand(one)
    packed = in_.packed()
    wanted = other[owner] * 2**32 + value
    at = np.minimum(np.searchsorted(packed, wanted), max(len(packed) - 1, 0))
    has = packed[at] == wanted if len(packed) else np.zeros(len(wanted), dtype=bool)
    counted = has if present else ~has
    if excused is not None:
        for column in range(excused.shape[1]):
            counted &= value != excused[owner, column]
    return np.bincount(owner[counted], minlength=len(one)).astype(np.int64)


def _missing(from_: Sets, one: Ints, in_: Sets, other: Ints, excused: Ints | None) -> Ints:
    return _count(from_, one, in_, other, excused, present=False)


def _own_numbers(keys: pd.DataFrame, one: Ints, other: Ints) -> Ints:
    """Return the numbers that a text may repeat from elsewhere: prices and counts of a pair."""
    price = np.nan_to_num(keys["price"].to_numpy(), nan=-1.0)
    price = np.clip(price, -1, 2**31).astype(np.int64)
    count = keys["count"].to_numpy()
    return np.column_stack([price[one], price[other], count[one], count[other]])


@cache
def _filler_words() -> frozenset[str]:
    """Return the words that do not name what is offered, in normal form."""
    rows = table("repost_words")["word"].astype("str")
    return frozenset(normal(rows, pd.Series("", index=rows.index, dtype="str")))


def _title_clash(one: str, other: str, known_one: set[str], known_other: set[str]) -> bool:
    """Say whether each title has a word that the other listing has in no spelling."""
    from rapidfuzz import fuzz

    def strange(title: str, known: set[str]) -> bool:
        for word in title.split():
            if word in known or word.isdigit():
                continue
            if not any(
                (len(w) > 3 and (w in word or word in w)) or fuzz.ratio(word, w) >= 75
                for w in known
            ):
                return True
        return False

    return strange(one, known_other) and strange(other, known_one)


def judge(keys: pd.DataFrame, texts: Texts, one: Ints, other: Ints) -> pd.DataFrame:
    """Decide on pairs.

    Parameters
    ----------
    keys
        `duplicates.keys.keys`.
    texts
        Of the rows of ``keys``.
    one, other
        Rows of the pairs.

    Returns
    -------
    pandas.DataFrame
        One row a pair that is one offer: ``one``, ``other``, ``kind``, ``score``,
        ``features``.
    """
    worth = could(keys, one, other).any()
    one, other = one[worth], other[worth]
    # Pairs of one species and price side by side: the texts of a row are read for few batches.
    near = np.lexsort((other, one, *(keys[n].to_numpy()[one] for n in ("price", "species"))))
    one, other = one[near], other[near]
    found = []
    for start in range(0, len(one), PAIRS):
        part = slice(start, start + PAIRS)
        places, rows = pd.factorize(np.concatenate([one[part], other[part]]), sort=True)
        half = len(places) // 2
        own = keys.iloc[rows].reset_index(drop=True)
        result = _decide(own, _texts(texts(rows)), places[:half], places[half:])
        found.append(result.assign(one=rows[result["one"]], other=rows[result["other"]]))
    if not found:
        return pd.DataFrame(
            {
                "one": np.zeros(0, dtype=np.int64),
                "other": np.zeros(0, dtype=np.int64),
                "kind": pd.Series(dtype="str"),
                "score": np.zeros(0),
                "features": pd.Series(dtype="str"),
            }
        )
    return pd.concat(found).sort_values(["one", "other"], ignore_index=True)


def _decide(keys: pd.DataFrame, texts: _Texts, one: Ints, other: Ints) -> pd.DataFrame:
    from rapidfuzz import fuzz, process

    excused = _own_numbers(keys, one, other)
    extra = _missing(texts.numbers, one, texts.numbers, other, excused)
    lacking = _missing(texts.numbers, other, texts.numbers, one, excused)
    left = np.flatnonzero((extra == 0) | (lacking == 0))
    one, other, extra, lacking = one[left], other[left], extra[left], lacking[left]

    facts = could(keys, one, other)
    seller, apart, equal, near = facts.seller, facts.apart, facts.equal, facts.near
    no_price = facts.no_price
    ratio = _likeness(texts.text, one, other, ~seller)
    # In another order the same words are the same offer, where one seller wrote both.
    doubtful = np.flatnonzero(seller & (ratio < LIKENESS_BLIND))
    score = ratio.copy()
    score[doubtful] = np.maximum(
        ratio[doubtful],
        process.cpdist(
            texts.text[one[doubtful]],
            texts.text[other[doubtful]],
            scorer=fuzz.token_sort_ratio,
            dtype=np.float32,
        ),
    )
    within = np.zeros(len(one), dtype=bool)
    a, b = one[doubtful], other[doubtful]
    sets = texts.words(np.concatenate([a, b]))
    fewer = np.minimum(_missing(sets, a, sets, b, None), _missing(sets, b, sets, a, None))
    within[doubtful] = fewer == 0

    distant = facts.elsewhere | facts.rival
    agreeing, stated = _agreement(keys, texts, one, other, excused[left])
    alike = {
        "edited": ((near | no_price) & (score >= LIKENESS)) | (score >= LIKENESS_DOUBT),
        "added_to": within,
        "moved": score >= LIKENESS_DOUBT,
        "other_seller": (ratio >= np.where(distant, LIKENESS_RIVAL, LIKENESS_OTHER))
        & (equal | no_price | (ratio >= LIKENESS_RIVAL)),
        "sold_in_part": score >= LIKENESS_SOLD,
        "translated": agreeing >= np.where(equal, 1, 2),
        "no_specimen": score >= LIKENESS_BLIND,
    }
    rule = np.full(len(one), -1)
    for number in reversed(range(len(RULES))):
        name = RULES[number]
        rule[facts.rules[name] & alike[name]] = number
    by_facts = rule == RULES.index("translated")
    score[by_facts] = 100 * ((agreeing + equal) / (stated + 1))[by_facts]

    kept = rule >= 0
    for i in np.flatnonzero(kept & ~by_facts & (rule != RULES.index("sold_in_part"))).tolist():
        a, b = one[i], other[i]
        if texts.title[a] != texts.title[b]:
            kept[i] = not _clash(texts, a, b)
    chosen = np.flatnonzero(kept)
    place = keys["place"].to_numpy()
    names = {
        "rule": [RULES[r] for r in rule[chosen].tolist()],
        "text": np.round(ratio[chosen]).astype(int).tolist(),
        "seller": _words(
            chosen, (seller, "same"), (facts.both_known, "other"), default="unknown"
        ),
        "place": _words(
            chosen,
            (facts.elsewhere, "other"),
            ((place[one] != 0) & (place[other] != 0), "same"),
            default="unknown",
        ),
        "price": _words(
            chosen, (equal, "equal"), (near, "near"), (no_price, "none"),
            (np.isnan(apart), "given once"), default="per specimen",
        ),
        "specimens": _words(
            chosen, (facts.blind, "none"), (facts.counted, "equal"), default="fewer"
        ),
        "numbers": _words(chosen, (extra + lacking == 0, "equal"), default="added"),
    }  # fmt: skip
    features = [
        "; ".join(f"{name}={value}" for name, value in zip(names, values, strict=True))
        for values in zip(*names.values(), strict=True)
    ]
    return pd.DataFrame(
        {
            "one": one[chosen],
            "other": other[chosen],
            "kind": np.where(facts.other_site[chosen], "cross_posted", "reposted"),
            "score": np.round(score[chosen], 1),
            "features": features,
        }
    )


def _likeness(text: npt.NDArray[np.object_], one: Ints, other: Ints, least: Bools) -> Floats:
    """Compare texts; what no rule asks for below `LIKENESS_OTHER` (``least``) is 0 there."""
    from rapidfuzz import fuzz, process

    ratio = np.zeros(len(one))
    for own, cutoff in ((least, LIKENESS_OTHER), (~least, None)):
        ratio[own] = process.cpdist(
            text[one[own]],
            text[other[own]],
            scorer=fuzz.ratio,
            score_cutoff=cutoff,
            dtype=np.float32,
        )
    return ratio


def _words(chosen: Ints, *cases: tuple[Bools, str], default: str) -> list[str]:
    """Name the first case that holds for each of the chosen pairs."""
    conditions = [mask[chosen] for mask, _ in cases]
    return np.select(conditions, [word for _, word in cases], default).tolist()


def _clash(texts: _Texts, a: int, b: int) -> bool:
    """Say whether two titles name different things, fillers and traits apart."""
    titles = pd.Series([texts.title[a], texts.title[b]], dtype="str")
    one, other = normal(titles, pd.Series(["", ""], dtype="str"))
    filler = _filler_words()
    return _title_clash(
        " ".join(w for w in one.split() if w not in filler),
        " ".join(w for w in other.split() if w not in filler),
        set(texts.text[a].split()),
        set(texts.text[b].split()),
    )


def _agreement(
    keys: pd.DataFrame, texts: _Texts, one: Ints, other: Ints, excused: Ints
) -> tuple[Ints, Ints]:
    """Count the facts that both listings state alike, and those that either states."""
    own = _count(texts.numbers, one, texts.numbers, other, excused, present=True)
    union = _missing(texts.numbers, one, texts.numbers, other, excused)
    union += _missing(texts.numbers, other, texts.numbers, one, excused)
    mask = sum(vocabulary()[2][kind] for kind in TRAITS)
    traits = keys["traits"].to_numpy() & mask
    both = np.bitwise_count(traits[one] & traits[other]).astype(np.int64)
    either = np.bitwise_count(traits[one] | traits[other]).astype(np.int64)
    return own + both, own + union + either


def contradict(keys: Narrow, texts: Texts, one: Ints, other: Ints) -> Bools:
    """Say which pairs cannot be one offer: other numbers, other traits, a price far away.

    Parameters
    ----------
    keys
        Of the survey.
    texts, one, other
        As for `judge`.

    Returns
    -------
    numpy.ndarray
        One bool a pair.
    """
    result = np.zeros(len(one), dtype=bool)
    for start in range(0, len(one), FEW):
        part = slice(start, start + FEW)
        places, rows = pd.factorize(np.concatenate([one[part], other[part]]), sort=True)
        half = len(places) // 2
        a, b = places[:half], places[half:]
        own = keys.take(rows)
        found, _, _ = _word_sets(texts(rows))
        excused = _own_numbers(own, a, b)
        traits = own["traits"].to_numpy()
        result[part] = (
            (_missing(found, a, found, b, excused) > 0)
            & (_missing(found, b, found, a, excused) > 0)
        ) | conflict(traits[a], traits[b])
        result[part] |= price_gap(own, a, b) > FAR
    return result


def alike(texts: Texts, one: Ints, other: Ints) -> Bools:
    """Say which pairs of one address or identifier may well be one listing, by their words."""
    from rapidfuzz import fuzz, process

    result = np.zeros(len(one), dtype=bool)
    for start in range(0, len(one), FEW):
        left = np.arange(start, min(start + FEW, len(one)))
        for whole in (False, True):  # most are told by their titles alone
            if not len(left):
                break
            places, rows = pd.factorize(np.concatenate([one[left], other[left]]), sort=True)
            own = texts(rows)
            blank = pd.Series("", index=own.index, dtype="str")
            body = own["description"] if whole else blank
            pieces = [normal(own["title"].iloc[p], body.iloc[p]) for p in chunks(len(own))]
            text = np.array([t for piece in pieces for t in piece], dtype=object)
            likeness = process.cpdist(
                text[places[: len(left)]],
                text[places[len(left) :]],
                scorer=fuzz.token_set_ratio,
                dtype=np.float32,
            )
            result[left] = likeness >= LIKENESS_SAME_ADDRESS
            left = left[~result[left]]
    return result
