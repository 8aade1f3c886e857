"""The loader of notices refuses what does not fit, and names all of it at once."""

import pytest

from prompts.loader import PromptError, load_notices, parse_notices


def test_a_notice_is_filled_in() -> None:
    """Variables are replaced by their values."""
    notices = parse_notices('[past]\ntext = "{title}是{year}年的。"\nvariables = { title = "title", year = "year" }')
    assert notices["past"].render({"title": "甲", "year": "2022"}) == "甲是2022年的。"


def test_missing_and_unknown_values_are_named_together() -> None:
    """One error says everything that is wrong with the values."""
    notices = parse_notices('[past]\ntext = "{title}"\nvariables = { title = "title" }')
    with pytest.raises(PromptError, match=r"past: missing \['title'\], unknown \['name'\]"):
        notices["past"].render({"name": "甲"})


@pytest.mark.parametrize(
    ("table", "fault"),
    [
        ('text = "x"\ncolour = "red"', "unknown key colour"),
        ('text = "{title}"', "undeclared variable title"),
        ('text = "x"\nvariables = { title = "title" }', "unused variable title"),
        ('text = "{a}"\nvariables = { a = "colour" }', "unknown type colour"),
        ("variables = {}", "needs a text"),
    ],
)
def test_a_template_that_does_not_fit_is_refused(table: str, fault: str) -> None:
    """Every kind of fault is found when the file is read, not when the notice is used."""
    with pytest.raises(PromptError, match=fault):
        parse_notices(f"[some]\n{table}")


def test_all_faults_of_a_file_come_in_one_error() -> None:
    """Whoever edits the file sees everything at once."""
    with pytest.raises(PromptError, match=r"one: .*two: "):
        parse_notices('[one]\ntext = "{a}"\n[two]\ntext = "{b}"')


def test_a_file_that_is_no_toml_is_refused() -> None:
    """A broken file is a PromptError like any other fault."""
    with pytest.raises(PromptError, match="cannot be read"):
        parse_notices("[")


def test_an_unknown_notice_names_the_known_ones() -> None:
    """A misspelt name is told with what exists."""
    with pytest.raises(PromptError, match="known are past"):
        parse_notices('[past]\ntext = "x"')["passt"]


def test_the_version_follows_the_content() -> None:
    """Two files that differ in one sign have different versions."""
    assert parse_notices('[a]\ntext = "x"').version != parse_notices('[a]\ntext = "y"').version


def test_the_shipped_notices_load() -> None:
    """The file in the package passes its own checks."""
    assert load_notices()["no_evidence"].variables == {"number": "number"}
