"""Scores of a season."""

import csv
from pathlib import Path


class Leaderboard:
    """Players and their points."""

    def __init__(self):
        self._points = {}

    @classmethod
    def from_csv(cls, path):
        """A board from a file with the columns player and points; several lines of a player add up."""
        board = cls()
        with Path(path).open(newline="", encoding="utf-8") as file:
            for row in csv.DictReader(file):
                board.add(row["player"], int(row["points"]))
        return board

    def add(self, player, points):
        """Give a player points."""
        self._points[player] = self._points.get(player, 0) + points

    def points(self, player):
        """Points of a player, 0 if there are none."""
        return self._points.get(player, 0)

    def ranking(self):
        """(rank, player, points), the best one first; players with the same points by name."""
        ordered = sorted(self._points.items(), key=lambda entry: (-entry[1], entry[0]))
        scores = [points for _, points in ordered]
        return [(scores.index(points) + 1, player, points) for player, points in ordered]
