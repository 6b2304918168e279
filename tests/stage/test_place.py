"""Labels never cover each other, never leave the picture, never jump, and stand in the browser as they do here."""

import json
import random
import subprocess
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from mlops_widgets.stage.joiner import PLAYER
from mlops_widgets.stage.place import place, spread

flags = st.lists(st.tuples(st.floats(0, 800), st.floats(1, 300)), max_size=25).map(sorted)


@given(flags, st.integers(1, 4))
def test_labels_lie_inside_and_apart_and_touch_their_rule_or_are_pushed_a_little(flags, rows):
    taken = {}
    for (x, width), spot in zip(flags, place(flags, low=50, high=750, rows=rows), strict=True):
        if spot is not None:
            row, left = spot
            assert 0 <= row < rows
            assert left >= 50
            assert left + width <= 750
            assert x <= left <= x + 96 or abs(left + width - x) < 1e-9
            for start, end in taken.setdefault(row, []):
                assert left >= end + 4 or left + width <= start - 4
            taken[row].append((left, left + width))


@given(flags, st.integers(0, 25))
def test_what_comes_later_moves_no_label(flags, k):
    assert place(flags[:k], low=50, high=750, rows=3) == place(flags, low=50, high=750, rows=3)[:k]


def test_a_label_is_left_out_only_where_every_row_is_full():
    assert place([(100, 50), (110, 50), (120, 50)], low=0, high=160, rows=1) == [(0, 100), None, None]
    assert place([(100, 50), (104, 50)], low=0, high=150, rows=1) == [(0, 100), None]
    assert place([(100, 50), (96, 50)], low=0, high=400, rows=1) == [(0, 100), (0, 46)]
    assert place([(100, 50)] * 3, low=60, high=160, rows=2) == [(0, 100), (1, 100), None]
    assert place([(10, 500)], low=0, high=400, rows=3) == [None]


def test_a_label_without_a_place_of_its_own_is_pushed_behind_the_one_in_its_way_but_not_far():
    assert place([(100, 50), (110, 50), (120, 50)], low=0, high=400, rows=1) == [(0, 100), (0, 154), (0, 208)]
    assert place([(100, 90), (101, 50), (102, 50)], low=60, high=400, rows=1) == [(0, 100), (0, 194), None]
    assert place([(100, 99), (101, 50)], low=60, high=400, rows=1, reach=90) == [(0, 100), None]


@given(st.lists(st.floats(-50, 250), max_size=12))
def test_names_stand_apart_inside_and_in_the_order_of_their_lines(levels):
    places = spread(levels, 15, low=0, high=100)
    kept = [(level, place) for level, place in zip(levels, places, strict=True) if place is not None]
    assert len(kept) == min(len(levels), 7)
    standing = [place for _, place in sorted(kept, key=lambda each: (each[0], each[1]))]
    assert standing == sorted(standing)
    assert all(-1e-9 <= place <= 100 + 1e-9 for place in standing)
    assert all(after - before >= 15 - 1e-9 for before, after in pairwise(standing))


def test_a_name_with_room_stands_at_its_line():
    assert spread([80, 20, 50], 15, low=0, high=100) == [80, 20, 50]
    assert spread([96, 40, 60, 98], 15, low=0, high=100) == [85, 40, 60, 100]


def test_the_browser_places_exactly_the_same():
    draw = random.Random(5)
    cases = [
        {
            "flags": sorted([draw.uniform(0, 900), draw.uniform(5, 200)] for _ in range(draw.randrange(30))),
            "low": draw.uniform(0, 100),
            "high": draw.uniform(300, 900),
            "rows": draw.randint(1, 4),
            "levels": [draw.uniform(-20, 400) for _ in range(draw.randrange(12))],
        }
        for _ in range(200)
    ]
    code = f"""
        import {{ place, spread }} from "{(PLAYER / "place.js").as_uri()}";
        import {{ readFileSync }} from "node:fs";
        const cases = JSON.parse(readFileSync(0, "utf8"));
        console.log(JSON.stringify(cases.map((c) => [
            place(c.flags, c.low, c.high, c.rows),
            spread(c.levels, 15, c.low, c.low + 90),
        ])));
    """
    ran = subprocess.run(
        ["node", "--input-type=module", "-e", code],
        input=json.dumps(cases),
        capture_output=True,
        text=True,
        check=True,
    )
    answers = json.loads(ran.stdout)
    theirs = [[spot and tuple(spot) for spot in case] for case, _ in answers]
    assert theirs == [place(c["flags"], low=c["low"], high=c["high"], rows=c["rows"]) for c in cases]
    assert {spot is None for case in theirs for spot in case} == {True, False}
    assert [case for _, case in answers] == [spread(c["levels"], 15, low=c["low"], high=c["low"] + 90) for c in cases]
