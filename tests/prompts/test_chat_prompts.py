"""The loader of prompts refuses what does not fit, and names all of it at once."""

import pytest

from prompts.chat_prompts import load_prompt, parse_prompt, prompt_names
from prompts.loader import PromptError

FILE = """+++
name = "ask"
version = 2
purpose = "asks"
[variables]
question = "what is asked"
+++
问：{question}
只输出 {"verdict": true}
"""


def test_a_prompt_is_filled_in() -> None:
    """Braces of JSON stay, and so do those of a value."""
    assert parse_prompt("ask", FILE).render({"question": "{question}"}) == '问：{question}\n只输出 {"verdict": true}'


def test_missing_and_unknown_values_are_named_together() -> None:
    """One error says everything that is wrong with the values."""
    with pytest.raises(PromptError, match=r"ask: missing \['question'\], unknown \['name'\]"):
        parse_prompt("ask", FILE).render({"name": "甲"})


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("purpose", "colour", "unknown key: colour"),
        ("purpose", "colour", "missing key: purpose"),
        ("version = 2", 'version = "2"', "wrong type of key: version"),
        ("version = 2", "version = true", "wrong type of key: version"),
        ("{question}", "{queston}", "undeclared variable: queston; unused variable: question"),
        ('"what is asked"', "1", "variable without description: question"),
        ('name = "ask"', 'name = "other"', "name is not that of the file: other"),
        ("+++\n问", "问", "needs front matter"),
        ("version = 2", "version =", "front matter cannot be read"),
        (FILE[FILE.index("问") :], "", "no text"),
    ],
)
def test_a_file_that_does_not_fit_is_refused(old: str, new: str, fault: str) -> None:
    """Every kind of fault is found when the file is read, not when the prompt is used."""
    assert old in FILE
    with pytest.raises(PromptError, match=fault):
        parse_prompt("ask", FILE.replace(old, new, 1))


def test_all_faults_come_in_one_error() -> None:
    """Whoever edits the file sees everything at once."""
    wrong = FILE.replace("purpose", "colour").replace("{question}", "{queston}").replace('"ask"', '"other"')
    with pytest.raises(PromptError, match=r"unknown key.*missing key.*undeclared.*unused.*name is not"):
        parse_prompt("ask", wrong)


def test_the_stamp_follows_the_content() -> None:
    """Name, version, and a hash that one sign changes."""
    one, other = parse_prompt("ask", FILE), parse_prompt("ask", FILE.replace("问", "答"))
    assert one.stamp.startswith("ask-2-")
    assert one.stamp != other.stamp


def test_an_unknown_prompt_names_the_known_ones() -> None:
    """A misspelt name is told with what exists."""
    with pytest.raises(PromptError, match=r"no prompt 'judge'; known are .*judge_faithfulness"):
        load_prompt("judge")


@pytest.mark.parametrize("name", prompt_names())
def test_the_shipped_prompts_load(name: str) -> None:
    """Every file in the package passes its own checks."""
    assert load_prompt(name).name == name
