import csv
import unittest
from pathlib import Path

from leaderboard import Leaderboard

HERE = Path(__file__).parent


def rows(name):
    with (HERE / name).open(newline="") as file:
        return list(csv.DictReader(file))


def board(**points):
    made = Leaderboard()
    for player, count in points.items():
        made.add(player, count)
    return made


class TestRanking(unittest.TestCase):
    def ranks(self, **points):
        return [rank for rank, _, _ in board(**points).ranking()]

    def test_empty(self):
        self.assertEqual(Leaderboard().ranking(), [])

    def test_different_scores(self):
        self.assertEqual(board(Ann=3, Bo=5).ranking(), [(1, "Bo", 5), (2, "Ann", 3)])

    def test_same_score_same_rank(self):
        self.assertEqual(self.ranks(Ann=3, Bo=3), [1, 1])

    def test_the_rank_after_a_tie_counts_everybody_before(self):
        self.assertEqual(self.ranks(Ann=30, Bo=25, Cy=25, Dee=9, Eli=25), [1, 2, 2, 2, 5])

    def test_results_of_the_season(self):
        season = {row["player"]: int(row["points"]) for row in rows("season.csv")}
        right = [(int(row["rank"]), row["player"], int(row["points"])) for row in rows("season_ranks.csv")]
        self.assertEqual(board(**season).ranking(), right)


if __name__ == "__main__":
    unittest.main()
