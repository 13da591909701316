"""Comments are told from text, with their positions."""

from __future__ import annotations

from comply.rules.remarks import comments

TEXT = """\
# comply: top
a: 1 # comply: plain
b: # comply: key
  - {id: x, # comply: flow
     k: "# comply: NOT"}
  - id: C  # comply: start
    t: >- # comply: header
      text # comply: NOT
      # comply: NOT
    # comply: alone

    z: [1,
      2] # other
c: 'multi
  # comply: NOT
  line' # comply: after
d: |
  x
# comply: end
e: a#comply:b # first # comply: within
"""


def test_only_comments_are_found_at_their_places():
    found = list(comments(TEXT, "comply:"))
    assert found == [
        (1, 1, "comply: top"),
        (2, 6, "comply: plain"),
        (3, 4, "comply: key"),
        (4, 13, "comply: flow"),
        (6, 12, "comply: start"),
        (7, 11, "comply: header"),
        (10, 5, "comply: alone"),
        (16, 9, "comply: after"),
        (19, 1, "comply: end"),
        (20, 15, "first # comply: within"),
    ]


def test_windows_line_ends_count_as_one():
    assert list(comments("a: 1\r\nb: 2 # x y\r\n", "x")) == [(2, 6, "x y")]


def test_a_document_without_the_word_is_not_scanned():
    assert list(comments("a: [", "x")) == []
