"""The lesson in five steps: from a line that fails to a table on which the network loses."""

from lessons.kit import TourStep

TOUR: tuple[TourStep, ...] = ()
