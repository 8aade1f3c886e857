"""The word lists behind understanding, read once from `words.toml`."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Words:
    """Word lists as data. `kinds` in order of precedence, `places` longest first."""

    kinds: Mapping[str, re.Pattern[str]]
    english: Mapping[str, tuple[re.Pattern[str], str]]
    """By kind: how English asks for it, and how Chinese does."""
    english_grammar: frozenset[str]
    """Reasons of bridges whose words carry no content."""
    negations: tuple[str, ...]
    no_negation: re.Pattern[str]
    """What holds 不 or 无 and negates nothing."""
    verbs: str
    """Verbs of one sign, which are no typing errors."""
    addressed: re.Pattern[str]
    """What is said to the assistant itself."""
    orders: re.Pattern[str]
    """Parts to play and what only a machine does: beside them something must be asked."""
    itself: re.Pattern[str]
    """Of what is said to it, what leaves no question unless the rest asks: its own machine, a text handed over."""
    complicit: re.Pattern[str]
    """Asks for help with the wrong itself."""
    lawful: re.Pattern[str]
    """Asks what the law says of it."""
    forged: re.Pattern[str]
    """A paper that nobody issued, with what it claims to be of."""
    wanted: re.Pattern[str]
    """Asks for something in no words that ask."""
    codes: re.Pattern[str]
    """Says of text in a code what code that is."""
    asides: re.Pattern[str]
    """What is said to the assistant inside a piece that asks something too."""
    taken_back: re.Pattern[str]
    """What takes back all that was said before it."""
    handing_over: re.Pattern[str]
    """Of that, what says that the rest of the sentence is a text, not a question."""
    stops: frozenset[str]
    synonyms: Mapping[str, tuple[str, ...]]
    hints: Mapping[str, str]
    pronouns: tuple[str, ...]
    lead: tuple[str, ...]
    tail: tuple[str, ...]
    back: tuple[str, ...]
    """What points back at something said before, anywhere in a question."""
    anew: re.Pattern[str]
    """Asks the same of another thing, or for what there is besides."""
    unquoted: Mapping[str, re.Pattern[str]]
    """How a law, a paper and a paper that says something are named without 《》."""
    groups: Mapping[str, tuple[str, ...]]
    adding_up: re.Pattern[str]
    """Asks whether the penalties of several laws add up."""
    over_all: re.Pattern[str]
    """Speaks of the plans as such, though it names one besides."""
    of_writing: re.Pattern[str]
    """What only asks which of several documents write of something."""
    own_clause: re.Pattern[str]
    """Asks which of them give it a clause of its own."""
    other_documents: re.Pattern[str]
    """Begins what is asked of those that do not write of it."""
    sections: Mapping[str, tuple[str, ...]]
    reports: Mapping[str, tuple[str, ...]]
    reported: tuple[str, ...]
    """What is reported in words that name nothing."""
    conduct: tuple[str, ...]
    plan_words: tuple[str, ...]
    """What stands behind a year that is of a document, not of a conduct."""
    before_conduct: tuple[str, ...]
    """What stands right before the day of a conduct."""
    happened: re.Pattern[str]
    """What stands behind a year of what happened, which no document need be of."""
    claimed: re.Pattern[str]
    """A year right behind 是 of which something in a document is said to be."""
    elsewhere: re.Pattern[str]
    """What stands before a year that is not of the document asked about."""
    behind_year: str
    """Signs of which one follows a year alone that may be of a conduct."""
    conduct_rule: str
    """The clause that says which edition applies to a past conduct."""
    laws_meet: tuple[tuple[re.Pattern[str], str], ...]
    """Asks which of two texts applies, or what follows where one act breaks two laws; how the law speaks of it."""
    places: tuple[str, ...]
    sorts_of_places: Mapping[str, tuple[str, ...]]
    """How a place is called by its sort (县里), by how places of the sort end."""
    before_place: Mapping[str, re.Pattern[str]]
    """What stands right before the name of a place, by what it is named for."""
    behind_place: Mapping[str, re.Pattern[str]]
    """What stands right behind it."""
    in_force: re.Pattern[str]
    """Asks whether a text is in force, and from when."""
    beside_force: re.Pattern[str]
    """What such a question says besides, and nothing of content."""
    beside_particulars: re.Pattern[str]
    """What a question for a particular of a document says besides, and nothing of content."""
    particulars: Mapping[str, re.Pattern[str]]
    """How each particular of a document is asked for."""
    of_particulars: Mapping[str, re.Pattern[str]]
    """What else tells such a question, and the lines that show what it asks for."""
    due_asked: re.Pattern[str]
    """Asks by which day something is due."""
    due_not: re.Pattern[str]
    """Asks for something else in such words."""
    beside_due: re.Pattern[str]
    """What a question for a deadline says besides, and nothing of content."""
    due_things: Mapping[str, tuple[str, ...]]
    """What plans want handed in, by sort."""
    former: re.Pattern[str]
    """Speaks of the text that was in force before."""
    of_headings: re.Pattern[str]
    """Words of a question that only asks for headings."""
    listing: Mapping[str, re.Pattern[str]]
    """How the members of a list are asked for, and how the law leads a list of what it refuses."""
    leading: frozenset[str]
    """Words that lead any list."""
    editions: Mapping[str, re.Pattern[str]]
    """How the editions of a work are called and set side by side."""
    obliging: re.Pattern[str]
    """What a clause says that one can break."""
    offices: Mapping[str, str]
    """How people call an office, by its name."""


@cache
def load_words() -> Words:
    """The lists that ship with the project."""
    lists = tomllib.loads((files("assistant") / "words.toml").read_text(encoding="utf-8"))
    follow_up = lists["follow_up"]
    return Words(
        kinds={name: _any(phrases) for name, phrases in lists["kinds"].items()},
        english={name: (_any(row["asks"]), row["chinese"]) for name, row in lists["english"]["kinds"].items()},
        english_grammar=frozenset(lists["english"]["grammar"]),
        negations=tuple(lists["negation"]["words"]),
        no_negation=_any(lists["negation"]["not"]),
        verbs=lists["typing"]["verbs"],
        addressed=_any([*lists["addressed"]["patterns"], *lists["addressed"]["itself"]]),
        orders=_any(lists["addressed"]["orders"]),
        itself=_any(lists["addressed"]["itself"]),
        complicit=_any(lists["addressed"]["complicit"]),
        lawful=_any(lists["addressed"]["lawful"]),
        forged=_any(lists["addressed"]["forged"]),
        wanted=_any(lists["addressed"]["wanted"]),
        codes=_any(lists["addressed"]["codes"]),
        asides=_any(lists["addressed"]["asides"]),
        taken_back=_any(lists["addressed"]["taken_back"]),
        handing_over=_any(lists["addressed"]["handing_over"]),
        stops=frozenset(lists["stops"]["words"]),
        synonyms=_tuples(lists["synonyms"]),
        hints=lists["hints"],
        pronouns=tuple(follow_up["pronouns"]),
        lead=tuple(follow_up["lead"]),
        tail=tuple(follow_up["tail"]),
        back=tuple(follow_up["back"]),
        anew=_any([follow_up["anew"]]),
        unquoted={name: _any([pattern]) for name, pattern in lists["unquoted"].items()},
        groups=_tuples(lists["groups"]),
        adding_up=_any(lists["adding_up"]["asks"]),
        over_all=_any(lists["mentions"]["over_all"]),
        of_writing=_any(lists["mentions"]["asks"]),
        own_clause=_any(lists["mentions"]["own_clause"]),
        other_documents=_any(lists["mentions"]["others"]),
        sections=_tuples(lists["sections"]),
        reports=_tuples(lists["reports"]),
        reported=tuple(lists["reported"]["words"]),
        conduct=tuple(lists["conduct"]["words"]),
        plan_words=tuple(lists["conduct"]["plan_words"]),
        before_conduct=tuple(lists["conduct"]["before"]),
        happened=_any(lists["conduct"]["happened"]),
        claimed=_any(lists["conduct"]["claimed"]),
        elsewhere=_any([f"(?:{one})$" for one in lists["conduct"]["elsewhere"]]),
        behind_year=lists["conduct"]["behind_year"],
        conduct_rule=lists["conduct"]["rule"],
        laws_meet=tuple((_any(row["asks"]), row["hint"]) for row in lists["meeting"].values()),
        places=tuple(sorted(lists["places"]["names"], key=len, reverse=True)),
        sorts_of_places={ending: tuple(words) for ending, words in lists["places"]["sorts"].items()},
        before_place={name: _any([f"(?:{words})$"]) for name, words in lists["places"]["before"].items()},
        behind_place={name: _any([words]) for name, words in lists["places"]["behind"].items()},
        in_force=_any(lists["force"]["asks"]),
        beside_force=_longest([*lists["beside"]["words"], *lists["force"]["beside"]]),
        beside_particulars=_longest([*lists["beside"]["words"], *lists["particulars"]["beside"]]),
        particulars=_built(lists["particulars"]["asked"], lists["particulars"]["parts"]),
        of_particulars=_built(lists["particulars"]["told"], lists["particulars"]["parts"]),
        due_asked=_longest(lists["due"]["asks"]),
        due_not=_any(lists["due"]["not"]),
        beside_due=_longest([*lists["beside"]["words"], *lists["due"]["beside"]]),
        due_things=_tuples(lists["due"]["things"]),
        former=_any(lists["force"]["former"]),
        of_headings=_any(lists["headings"]["of_a_list"]),
        listing=_built(lists["listing"]["asked"], lists["listing"]["parts"]),
        leading=frozenset(lists["listing"]["leading"]),
        editions=_built(lists["editions"]["told"], lists["editions"]["parts"]),
        obliging=_any(lists["obliging"]["words"]),
        offices=lists["offices"],
    )


def how_laws_meet(text: str) -> str:
    """How the law speaks of what is asked where two texts meet (按新法还是旧法); empty where nothing such is."""
    return next((hint for asks, hint in load_words().laws_meet if asks.search(text)), "")


def speaks_of(group: str, text: str) -> bool:
    """Whether a text says any of the words of a group (`plan`, `law`): it is about all documents of that sort."""
    return bool(re.search("|".join(load_words().groups[group]), text))


def _tuples(table: Mapping[str, list[str]]) -> dict[str, tuple[str, ...]]:
    return {name: tuple(words) for name, words in table.items()}


def _built(table: Mapping[str, list[str]], parts: Mapping[str, str]) -> dict[str, re.Pattern[str]]:
    """Each row as one pattern, with the parts that it names ({when}) put in; a part may name those before it."""
    return {name: _any([_with_parts(pattern, parts) for pattern in patterns]) for name, patterns in table.items()}


def _with_parts(pattern: str, parts: Mapping[str, str]) -> str:
    for name in reversed(list(parts)):
        pattern = pattern.replace(f"{{{name}}}", parts[name])
    return pattern


def _longest(patterns: list[str]) -> re.Pattern[str]:
    """The same, where a longer one counts before a shorter one."""
    return _any(sorted(patterns, key=len, reverse=True))


def _any(patterns: list[str]) -> re.Pattern[str]:
    """One pattern that any of several makes match."""
    return re.compile("|".join(patterns), re.IGNORECASE)
