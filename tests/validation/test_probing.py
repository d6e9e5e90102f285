"""Differential probing finds crashes that the change brought in, and only those."""

from __future__ import annotations

from tests.validation.conftest import Judge, codes, messages, result_of, status_of

ORDER = '''def price(order):
    total = 0
    for item in order["items"]:
        total += item["price"] * item["qty"]
    if order["coupon"]:
        total *= 0.9
    return total
'''
VIP = ORDER.replace("    return total", '    if order["vip"]:\n        total *= 0.8\n    return total')


async def test_a_key_that_old_callers_do_not_send_is_found(judge: Judge) -> None:
    judge.project({"shop.py": ORDER})
    report = await judge.check({"shop.py": VIP})
    assert status_of(report, "probing") == "failed"
    [problem] = report.problems
    assert "raises KeyError: 'vip'" in problem.message
    assert problem.code == "regression" and problem.path == "shop.py"
    assert problem.snippet == 'if order["vip"]:'


async def test_a_search_that_crashes_on_the_empty_list_is_found(judge: Judge) -> None:
    old = '''def search(items, wanted):
    low, high = 0, len(items) - 1
    while low <= high:
        middle = (low + high) // 2
        if items[middle] == wanted:
            return middle
        if items[middle] < wanted:
            low = middle + 1
        else:
            high = middle - 1
    return -1
'''
    judge.project({"search.py": old})
    report = await judge.check({"search.py": old.replace("    low, high", "    if wanted < items[0]:\n        return -1\n    low, high")})
    assert any("search([], 0) raises IndexError" in m for m in messages(report)), report
