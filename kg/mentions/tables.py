"""What is known of names before an article is read: a table from a name to the thing it may stand for.

Built once a process from our tables, pycountry's states and their subdivisions.
"""

from __future__ import annotations

import functools
import json
from dataclasses import dataclass
from pathlib import Path

from kg.mentions.bodies import BODIES, DEPARTMENTS, STATES
from kg.mentions.countries import COUNTRIES, LACKING

__all__ = ["Known", "demonyms", "has_office", "known_names", "name_index", "short_states"]

#: Countries that the vocabulary's users type as a region.
REGIONS = frozenset(
    {
        *(
            "Aruba",
            "Bermuda",
            "British Virgin Islands",
            "Cayman Islands",
            "Cook Islands",
            "Curaçao",
            "Falkland Islands",
        ),
        *("Faroe Islands", "French Guiana", "French Polynesia", "Gibraltar", "Greenland", "Guadeloupe", "Guam"),
        *("Hong Kong", "Isle of Man", "Macau", "Martinique", "Mayotte", "New Caledonia", "Puerto Rico"),
        "U.S. Virgin Islands",
    }
)
#: Kinds of subdivision that the news calls by the bare name; districts, communes and boroughs are left out.
SUBDIVISIONS = frozenset({"State", "Province", "Territory", "Land"})
#: States whose subdivisions the news names without saying where they lie.
NAMED_SUBDIVISIONS = frozenset({"US", "CA", "AU", "IN", "DE", "CN", "BR", "ZA", "MX", "MY", "PH"})
#: Subdivisions that are first of all something else: a city, a state, a person's name or a word.
NOT_SUBDIVISIONS = frozenset(
    {
        *("Washington", "New York", "Berlin", "Hamburg", "Bremen", "Puebla", "Durango", "Colima", "Guanajuato"),
        *(
            "Querétaro",
            "Aguascalientes",
            "Zacatecas",
            "Cebu",
            "Iloilo",
            "Quezon",
            "Rizal",
            "Aurora",
            "Cavite",
            "Laguna",
        ),
        *("Isabela", "Quirino", "Antique", "Hidalgo", "Guerrero", "Morelos", "México", "Taiwan", "Chandigarh", "Delhi"),
        *(
            "Amazonas",
            "Acre",
            "Pará",
            "Free State",
            "Georgia",
            "Abra",
            "La Union",
            "São Paulo",
            "Rio de Janeiro",
            "Goa",
        ),
    }
)
#: What the register adds to a name and the news does not say.
REGISTER_ENDINGS = (" Sheng", " Zizhiqu", " Zhuangzu", " Huizu", " Uygur", " de Zaragoza", " de Ocampo")


@dataclass(frozen=True, slots=True)
class Known:
    """A thing of the tables: its canonical name and type, and for a state its code of ISO 3166-1."""

    name: str
    type: str
    code: str = ""


@functools.cache
def known_names() -> dict[str, Known]:
    """Return every name of the tables and what it stands for; demonyms and capitals are not among them."""
    names: dict[str, Known] = {}
    for line in COUNTRIES.splitlines():
        code, name, others, _, _ = line.split("|")
        known = Known(name, "Region" if name in REGIONS else "Country", code)
        for form in (name, *filter(None, others.split(","))):
            names.setdefault(form, known)
    for name in _subdivisions():
        names.setdefault(name, Known(name, "Region"))
    for form, known in short_states().items():
        names.setdefault(form, known)
    for department in DEPARTMENTS.splitlines():
        known = Known(
            f"United States Department of {'the ' * (department == 'Treasury')}{department}", "GovernmentBody"
        )
        for form in (f"Department of {department}", f"{department} Department", f"Department of the {department}"):
            for country in ("", "U.S. ", "US ", "United States "):
                names.setdefault(country + form, known)
    for line in BODIES.splitlines():
        kind, name, *forms = line.split("|")
        known = names.get(name) or Known(name, kind)
        names[name] = known
        for form in forms:
            names.setdefault(form, known)
    return names


@functools.cache
def short_states() -> dict[str, Known]:
    """Return the short forms of the states of the United States, which are names only behind what they belong to."""
    rows = (line.split("|") for line in STATES.splitlines())
    return {form: Known(name, "Region") for name, *forms in rows for form in forms}


@functools.cache
def demonyms() -> dict[str, Known]:
    """Return the adjectives and nouns of nationality and the state of each."""
    table = {}
    for line in COUNTRIES.splitlines():
        _, name, _, words, _ = line.split("|")
        for word in filter(None, words.split(",")):
            table[word] = known_names()[name]
            if word[-1] not in "shn" or word.endswith(("an", "en", "on", "Finn")):
                table.setdefault(word + "s", known_names()[name])
    return table


@functools.cache
def capitals() -> dict[str, Known]:
    """Return the capitals, and seats of government, and the state that each may stand for."""
    table = {}
    for line in COUNTRIES.splitlines():
        _, name, _, _, cities = line.split("|")
        for city in filter(None, cities.split(",")):
            table[city] = known_names()[name]
    return table


@functools.cache
def name_index() -> dict[str, tuple[tuple[str, ...], ...]]:
    """Return, by first word, the words of all names of more than one word, longest first, as the model cuts them."""
    index: dict[str, list[tuple[str, ...]]] = {}
    for form in {*known_names(), *demonyms(), *capitals()}:
        words = cut(form)
        if len(words) > 1:
            index.setdefault(words[0], []).append(words)
    return {first: tuple(sorted(forms, key=lambda words: (-len(words), words))) for first, forms in index.items()}


def cut(form: str) -> tuple[str, ...]:
    """Cut a name into words as the model's tokenizer does, for the few marks that names hold.

    >>> cut("People's Daily"), cut("Guinea-Bissau"), cut("Washington, D.C.")
    (('People', "'s", 'Daily'), ('Guinea', '-', 'Bissau'), ('Washington', ',', 'D.C.'))
    """
    for mark in ("'s ", ","):
        form = form.replace(mark, f" {mark}")
    return tuple(form.replace("-", " - ").replace("/", " / ").replace("s' ", "s ' ").split())


@functools.cache
def has_office(office: str, state: str) -> bool:
    """Tell whether a state may have the holder of an office, both by name; of a state's state, no president.

    >>> has_office("president", "Japan"), has_office("president", "Utah"), has_office("vice president", "Ghana")
    (False, False, True)
    """
    lacking = next((states for title, states in LACKING.items() if office.endswith(title)), None)
    return lacking is None or (state not in lacking and state not in _subdivisions() and state not in _american())


@functools.cache
def _american() -> frozenset[str]:
    """Return the names of the states of the United States."""
    return frozenset(line.partition("|")[0] for line in STATES.splitlines())


@functools.cache
def _subdivisions() -> tuple[str, ...]:
    """Return the names of states and provinces, sorted, from pycountry's data file."""
    import pycountry

    file = Path(pycountry.__file__).parent / "databases" / "iso3166-2.json"
    rows = json.loads(file.read_text(encoding="utf-8"))["3166-2"]
    names = {
        _everyday(row["name"])
        for row in rows
        if row["code"][:2] in NAMED_SUBDIVISIONS and row["type"].split(",")[0] in SUBDIVISIONS
    }
    return tuple(sorted(name for name in names - NOT_SUBDIVISIONS if "(" not in name and "/" not in name))


def _everyday(name: str) -> str:
    for ending in REGISTER_ENDINGS:
        name = name.removesuffix(ending)
    return name.translate(str.maketrans("āīūĀ", "aiuA"))
