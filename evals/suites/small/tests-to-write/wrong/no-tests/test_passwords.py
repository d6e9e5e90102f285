import unittest
from passwords import check_password


def test_x():
    assert check_password("") == []
