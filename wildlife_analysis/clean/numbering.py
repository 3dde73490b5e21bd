"""Shapes of telephone numbers in the numbering plans of countries (library phonenumbers)."""

from functools import cache

__all__ = ["by_plan", "international"]

# Longest national numbers in use, where the library's metadata allows for longer ones.
_LONGEST = {"DE": 11, "AT": 12, "CN": 11, "NL": 9, "AE": 9, "BY": 9}


@cache
def _plan(region: str) -> tuple[str, frozenset[int]]:
    """Return trunk prefix and possible lengths of national numbers of a country."""
    from phonenumbers import PhoneMetadata

    plan = PhoneMetadata.metadata_for_region(region)
    if plan is None or plan.general_desc is None:
        return "", frozenset()
    longest = _LONGEST.get(region, 15)
    lengths = frozenset(n for n in plan.general_desc.possible_length if n <= longest)
    return plan.national_prefix or "", lengths


def international(digits: str) -> bool:
    """Say whether digits behind a plus have the shape of a number of any country."""
    import phonenumbers

    # "+49 (0) 171": the trunk prefix in brackets is not dialled from abroad.
    variants = {
        digits,
        *(digits[:n] + digits[n + 1 :] for n in (1, 2, 3) if digits[n:][:1] == "0"),
    }
    for variant in variants:
        try:
            number = phonenumbers.parse(f"+{variant}", None)
        except phonenumbers.NumberParseException:
            continue
        if len(variant) >= 9 and phonenumbers.is_possible_number(number):
            return True
    return False


def by_plan(digits: str, groups: list[int], region: str, own: bool, cue: bool) -> int:
    """Say how well digits fit the national numbers of a country."""
    prefix, lengths = _plan(region)
    if not prefix or prefix == "1":
        return 0
    starts = (prefix, "7") if region in ("RU", "KZ") else (prefix,)
    if not digits.startswith(starts):
        return 0
    national = digits[len(prefix) :]
    if len(national) not in lengths or national[0] == "0":
        return 0
    if region in ("RU", "KZ"):
        if len(national) != 10 or national[0] not in "34789":
            return 0
        return 3 if own else 2 if cue or len(groups) > 2 else 0
    least = 6 if cue else 8 if own else 9
    if len(national) < least:
        return 0
    if region == "DE":
        mobile = national[:2] in ("15", "16", "17")
        return (3 if mobile and len(national) in (10, 11) else 2) if own else 1
    return 3 if own else 2
