"""Made-up answers to a made-up survey: nobody was asked.

The three files of answers hold the same 24 people as REDCap exports them raw, REDCap with labels, and LimeSurvey with
codes; the last has one person more, who did not finish. Counted by hand, of 24:

======== ============================================================================================
q33      none 6, under 100: 7, 100-1k 0, 1k-100k 3, unlimited 5, not sure 0, no answer 3
q23      everybody 12, customers 0, nobody 12
q26      everybody 7 (who all answered everybody to q23 too), customers 10, nobody 7
role     engineer 19, researcher 5
attacked yes 10, no 14
reported of those 10: reported 5, not reported 5
data     images 9, text 3, tables 22
======== ============================================================================================
"""

from __future__ import annotations

from pathlib import Path

FOLDER = Path(__file__).parent
CODEBOOK = (FOLDER / "codebook.yaml").read_text(encoding="utf-8")
RAW = (FOLDER / "redcap-raw.csv").read_text(encoding="utf-8")
_LABELS = {
    "  q33:\n": "  q33:\n    header: How many queries may an outsider submit to your model?\n",
    '"1": queries-none\n': '"1": {label: none, bin: queries-none}\n',
    '"2": queries-lt-100\n': '"2": {label: <100, bin: queries-lt-100}\n',
    '"4": queries-1k-100k\n': '"4": {label: 1k-100k, bin: queries-1k-100k}\n',
    "    several: yes\n": "    header: Which data?\n    several: yes\n",
    'ignore: ["redcap_*", "*_complete", comment]': "ignore: [comment]",
}
_LIMESURVEY = {
    'ignore: ["redcap_*", "*_complete", comment]': "rows: {column: submitdate}\n"
    "ignore: [submitdate, lastpage, startlanguage, seed, comment]"
}


def changed(text: str, *changes: tuple[str, str]) -> str:
    """A text with each of the changes made once."""
    for old, new in changes:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return text


#: The same codebook for each of the three files.
CODEBOOKS = {
    "redcap-raw.csv": CODEBOOK,
    "redcap-labels.csv": changed(CODEBOOK, *_LABELS.items()),
    "limesurvey-codes.csv": changed(CODEBOOK, *_LIMESURVEY.items()),
}
