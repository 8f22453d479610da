"""A small language whose truth we planted: men and women in ten roles, countries and capitals.

Every word of a sentence is drawn on its own, given only who or what the sentence is about. So the
company of "queen" is the company of a royal person and the company of a woman, added together:
that is what lets differences of vectors be parallel, and lets us know what the answers must be.
"""

from random import Random

Sentence = list[str]
Pair = tuple[str, str]

ROLES: dict[Pair, tuple[str, ...]] = {
    ("man", "woman"): ("walked", "garden", "bench", "coat"),
    ("king", "queen"): ("ruled", "throne", "crown", "palace"),
    ("prince", "princess"): ("inherited", "castle", "tutor", "carriage"),
    ("father", "mother"): ("raised", "children", "cradle", "supper"),
    ("actor", "actress"): ("rehearsed", "stage", "curtain", "applause"),
    ("waiter", "waitress"): ("served", "tray", "menu", "tip"),
    ("husband", "wife"): ("married", "wedding", "ring", "vow"),
    ("uncle", "aunt"): ("visited", "cousins", "present", "parlour"),
    ("boy", "girl"): ("played", "school", "kite", "marbles"),
    ("monk", "nun"): ("prayed", "cloister", "candle", "psalm"),
}
"""Each role's two words, for a man and for a woman, and the words that only this role keeps."""
MALE, FEMALE = ("he", "his", "himself", "sir"), ("she", "her", "herself", "madam")
"""The same four places, in the same order: what tells a man's sentence from a woman's."""
PLACES: dict[Pair, tuple[str, ...]] = {
    ("france", "paris"): ("cheese", "perfume", "mustard"),
    ("italy", "rome"): ("pasta", "marble", "basil"),
    ("spain", "madrid"): ("oranges", "guitars", "saffron"),
    ("germany", "berlin"): ("beer", "engines", "rye"),
    ("greece", "athens"): ("olives", "honey", "sponges"),
    ("japan", "tokyo"): ("rice", "silk", "lanterns"),
    ("egypt", "cairo"): ("cotton", "dates", "papyrus"),
    ("norway", "oslo"): ("salmon", "timber", "skis"),
    ("russia", "moscow"): ("caviar", "furs", "samovars"),
    ("peru", "lima"): ("llamas", "potatoes", "copper"),
}
"""Each country with its capital, and the goods that both of them sell."""
COUNTRY = ("nation", "border", "farmers", "provinces", "coast")
CITY = ("streets", "mayor", "bridge", "station", "museum")
PEOPLE_SENTENCES = (
    "today the {noun} {role} {poss} {role} with {self}",
    "{title} the {noun} and {poss} {role} again {role}",
    "then {pron} the {noun} {role} near the {role} by {self}",
    "the {role} of the {noun} was {poss} {role} said {title}",
)
PLACE_SENTENCES = (
    "the {kind} of {place} with {goods} and {goods}",
    "many {kind} in {place} sell {goods} near the {kind}",
    "from {place} came {goods} for the {kind}",
    "{goods} from the {kind} of {place} again {goods}",
)
TINY = (
    "i like small networks",
    "we like to learn from words",
    "deep networks learn slowly",
    "words live in vectors",
    "deep vectors like company",
)
"""Too little text to know anything from: fourteen words, each seen once or thrice."""


def relations(sentences: int, seed: int = 0) -> list[Sentence]:
    """So many sentences, half of them about people and half about places. The same every time."""
    generator = Random(seed)
    return [_about_a_person(generator) if generator.random() < 0.6 else _about_a_place(generator)
            for _ in range(sentences)]  # fmt: skip


def tiny() -> list[Sentence]:
    """Five sentences, in the spirit of the usual tutorial."""
    return [line.split() for line in TINY]


def _about_a_person(generator: Random) -> Sentence:
    pair, role = generator.choice(list(ROLES.items()))
    gender = generator.randrange(2)
    pron, poss, self_, title = (MALE, FEMALE)[gender]
    known = {"noun": pair[gender], "pron": pron, "poss": poss, "self": self_, "title": title}
    return _filled(generator.choice(PEOPLE_SENTENCES), known, {"role": role}, generator)


def _about_a_place(generator: Random) -> Sentence:
    pair, goods = generator.choice(list(PLACES.items()))
    which = generator.randrange(2)
    drawn = {"goods": goods, "kind": (COUNTRY, CITY)[which]}
    return _filled(generator.choice(PLACE_SENTENCES), {"place": pair[which]}, drawn, generator)


def _filled(
    pattern: str, known: dict[str, str], drawn: dict[str, tuple[str, ...]], generator: Random
) -> Sentence:
    """The sentence with its blanks filled; a word that is drawn is drawn anew in each place."""
    sentence = []
    for word in pattern.split():
        blank = word.strip("{}")
        if blank == word:
            sentence.append(word)
        else:
            sentence.append(known[blank] if blank in known else generator.choice(drawn[blank]))
    return sentence


def group_of(word: str) -> str:
    """What kind of thing a planted word names: man, woman, country, capital; "" for the others."""
    for kinds, pairs in ((("man", "woman"), ROLES), (("country", "capital"), PLACES)):
        for pair in pairs:
            if word in pair:
                return kinds[pair.index(word)]
    return ""


def questions() -> list[tuple[str, str, str, str]]:
    """Every (a, b, c, d) for which a − b + c should be d: king − man + woman is queen."""
    return [
        (one[side], other[side], other[1 - side], one[1 - side])
        for pairs in (list(ROLES), list(PLACES))
        for one in pairs
        for other in pairs
        if one != other
        for side in (0, 1)
    ]
