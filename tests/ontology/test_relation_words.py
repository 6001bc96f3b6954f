from __future__ import annotations

import pytest

from communique.errors import SettingsError
from communique.ontology.relation_words import load_relation_words

HEAD = "# version: 1\n# source: ours\n# licence: Apache-2.0\nword,pos,type\n"


def test_shipped_words():
    words = load_relation_words()
    assert words["arrest", "VERB"] == "COERCE" and words["ceasefire", "NOUN"] == "RETREAT"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (HEAD + "kill,VERB,ASSAULT\nkill,VERB,COERCE\n", r"w\.csv:6: kill VERB is given twice"),
        (HEAD + "kill,VERB,MURDER\n", r"w\.csv:5: needs a word"),
        (HEAD + "kill,ADJ,ASSAULT\n", r"w\.csv:5: needs a word"),
        (HEAD.replace("pos", "tag") + "kill,VERB,ASSAULT\n", r"w\.csv:4: columns are"),
        ("word,pos,type\n", r"w\.csv: must begin with"),
    ],
)
def test_bad_files_are_refused(tmp_path, text, message):
    file = tmp_path / "w.csv"
    file.write_text(text)
    with pytest.raises(SettingsError, match=message):
        load_relation_words(file)
