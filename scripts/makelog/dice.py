"""dice.py - chance, told by one seed."""

import random


class Dice:
    """Uses nothing of random.Random but random(), whose numbers no version of Python changes."""

    def __init__(self, seed):
        self.random = random.Random(seed).random

    def chance(self, probability):
        return self.random() < probability

    def pick(self, values):
        return values[int(self.random() * len(values))]

    def between(self, low, high):
        """A whole number, both ends included."""
        return low + int(self.random() * (high - low + 1))
