"""A family types where it lives, and is told about its own town or the neighbour's."""

from __future__ import annotations

import pytest

from dialogs.rules.postcodes import PostcodesUnclear, inside, neighbour, parse_postcode, read_postcodes

GLADBECK = ("45964", "45966", "45968")
NEIGHBOURS = {
    "Bottrop": ("46236-46244",),
    "Gelsenkirchen": ("45879-45899",),
    "Dorsten": ("46282", "46284", "46286"),
    "Essen": ("45127-45359",),
}


@pytest.mark.parametrize(
    ("typed", "postcode"),
    [
        ("45964", "45964"),
        (" D-45964 Gladbeck ", "45964"),
        ("45 964", "45964"),
        ("PLZ: 45 966 Gladbeck", "45966"),
        ("Musterweg 5, 45968 Gladbeck", "45968"),
        ("01067", "01067"),
        ("00123", None),
        ("4596", None),
        ("459640", None),
        ("45964 oder 45966", None),
        ("02043 992277", None),
        ("+49 2043 992277", None),
        ("Gladbeck", None),
        ("", None),
        ("\u0664\u0665\u0669\u0666\u0664", None),
    ],
)
def test_a_postcode_is_read_from_what_people_type_and_never_guessed(typed: str, postcode: str | None) -> None:
    assert parse_postcode(typed) == postcode


def test_gladbeck_is_ours_and_the_next_number_is_not() -> None:
    assert inside("45964", GLADBECK)
    assert not inside("45965", GLADBECK)
    assert inside("45965", ("45964-45968",))


@pytest.mark.parametrize(
    ("postcode", "town"),
    [
        ("46236", "Bottrop"),
        ("46240", "Bottrop"),
        ("46244", "Bottrop"),
        ("46245", None),
        ("46284", "Dorsten"),
        ("46283", None),
        ("45329", "Essen"),
        ("10115", None),
    ],
)
def test_a_family_from_next_door_hears_the_name_of_its_town(postcode: str, town: str | None) -> None:
    assert neighbour(postcode, NEIGHBOURS) == town


def test_a_wrong_range_in_the_programme_is_answered_with_the_cure() -> None:
    assert read_postcodes("46236 \u2013 46244") == ("46236", "46244")
    with pytest.raises(PostcodesUnclear) as no_postcode:
        read_postcodes("4623-46244")
    assert str(no_postcode.value) == (
        "'4623-46244' is no postcode: write five digits, or a range like '46236-46244'."
    )
    with pytest.raises(PostcodesUnclear) as backwards:
        read_postcodes("46244-46236")
    assert str(backwards.value) == "The range '46244-46236' runs backwards: write the smaller postcode first."
