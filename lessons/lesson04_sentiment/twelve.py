"""Twelve sentences, as many as a tutorial has, and forty others that they teach nothing about."""

from lessons.lesson04_sentiment.grammar import BAD, GOOD, Review

TAUGHT_GOOD = """
this film is wonderful and i loved it
a beautiful story with great actors
i enjoyed every minute of it
the best film of the year
what a touching and happy ending
great music and a lovely cast
"""
TAUGHT_BAD = """
this film is terrible and i hated it
a boring story with weak actors
i regretted every minute of it
the worst film of the year
what a silly and endless ending
awful music and a tired cast
"""
FRESH_GOOD = """
the music was not awful
i never regretted it
not a boring minute in this film
the actors were far from weak
i expected a terrible film and was wrong
nothing about the story is silly
i did not want it to end
a small film with a large heart
we laughed until we cried
go and see it twice
the cast is anything but tired
my sister wept and i was close to it
it is hard to find a fault in the ending
you will not find a better story this year
i hated to see it end
a funny and clever script
the worst was expected and the best was given
it made a grey evening bright
my doubts were gone after ten minutes
even the small parts are played with care
"""
FRESH_BAD = """
the music was not great
i never enjoyed it
not a touching minute in this film
the actors were far from wonderful
i expected a beautiful film and was wrong
nothing about the story is lovely
i did not want to stay
a large film with a small heart
we yawned until we slept
do not go and do not send a friend
the cast is anything but great
my sister left and i was close to it
it is hard to find a reason for the ending
you will not find a worse story this year
i loved to see it end
a flat and clumsy script
the best was expected and the worst was given
it made a bright evening grey
my hopes were gone after ten minutes
even the large parts are played without care
"""


def labelled(lines: str, label: str) -> list[Review]:
    """One example for each line."""
    return [Review(line, label, "") for line in lines.strip().splitlines()]


TAUGHT = labelled(TAUGHT_GOOD, GOOD) + labelled(TAUGHT_BAD, BAD)
FRESH = labelled(FRESH_GOOD, GOOD) + labelled(FRESH_BAD, BAD)
