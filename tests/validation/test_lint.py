"""The lint of Python: what it finds is a bug, and what only looks like one is left alone."""

from __future__ import annotations

import pytest

from .conftest import Judge, codes, messages

LINT = [
    ("def f():\n    return undefined_thing\n", "undefined-name"),
    ("import os\n\ndef f():\n    return os.getcwd()\n", ""),
    ("def f(x):\n    return x\n    print(x)\n", "unreachable"),
    ("def f(x):\n    return iter(())\n    yield x\n", ""),
    ("def f(x=[]):\n    x.append(1)\n    return x\n", "mutable-default"),
    ("def f(x=[]):\n    return list(x)\n", ""),
    ("def f(x):\n    return x is 'a'\n", "is-literal"),
    ("def f(x):\n    for y in x:\n        x.remove(y)\n    return x\n", "changed-while-iterated"),
    ("def f(x):\n    for y in x:\n        if y:\n            x.remove(y)\n            break\n    return x\n", ""),
    ("class A:\n    def f():\n        return 1\n", "missing-self"),
    ("class A:\n    @staticmethod\n    def f():\n        return 1\n", ""),
    ("def f(t):\n    t.strip()\n    return t\n", "lost-result"),
    ("class A:\n    def __init__(self):\n        return 1\n", "return-in-init"),
    (
        "class A:\n    def __init__(self):\n        self.all = []\n\n    def all(self):\n        return self.all\n",
        "hidden-method",
    ),
    (
        "class A:\n    def __init__(self, name):\n        self.name = name\n\n    def name(self):\n        return 1\n",
        "hidden-method",
    ),
    (
        "class A:\n    def __init__(self, f=None):\n        if f:\n            self.f = f\n\n"
        "    def f(self):\n        return 1\n",
        "",
    ),
    (
        "class A:\n    @property\n    def all(self):\n        return self._all\n\n"
        "    def fill(self):\n        self._all = []\n",
        "",
    ),
    (
        "class A:\n    def __init__(self):\n        self.size = 1\n\n    def full(self):\n        return self.sise\n",
        "missing-member",
    ),
    ("class A(dict):\n    def full(self):\n        return self.sise\n", ""),
    (
        "class A:\n    def full(self):\n        return self.sise\n\n\ndef make():\n    a = A()\n"
        "    a.sise = 1\n    return a\n",
        "",
    ),
    (
        "class A:\n    def __getattr__(self, name):\n        return name\n\n    def full(self):\n"
        "        return self.sise\n",
        "",
    ),
    ("def f(a, b=1):\n    return a + b\n\n\ndef g():\n    return f()\n", "wrong-arguments"),
    ("def f(a, b=1):\n    return a + b\n\n\ndef g():\n    return f(1, c=2)\n", "wrong-arguments"),
    ("def f(a, b=1):\n    return a + b\n\n\ndef g(f):\n    return f()\n", ""),
    ("def f(*a, **k):\n    return a\n\n\ndef g(x):\n    return f(1, 2, c=2) + f(*x)\n", ""),
    ("class A:\n    def __init__(self, size):\n        self.size = size\n\n\nBOX = A()\n", "wrong-arguments"),
    (
        "class A:\n    def f(self, n):\n        return n\n\n    def g(self):\n        return self.f()\n",
        "wrong-arguments",
    ),
    (
        "class A:\n    def f(self, n):\n        return n\n\n    def g(self):\n        return self.f(1) + self.f(n=2)\n",
        "",
    ),
    ("def f():\n    assert (1, 'x')\n", "always-true"),
    ("def f():\n    x = 1\n    return '%s %s' % (x,)\n", "format"),
    ("from os.path import *\n\ndef f():\n    return join('a', 'b')\n", ""),
    ("def f():\n    unused = 1\n", ""),
]


@pytest.mark.parametrize(("text", "code"), LINT, ids=[f"{c or 'clean'}-{i}" for i, (_, c) in enumerate(LINT)])
async def test_lint_finds_bugs_and_nothing_else(judge: Judge, text: str, code: str) -> None:
    judge.only = ("lint",)
    report = await judge.check({"a.py": text})
    assert codes(report) == ([code] if code else []), messages(report)
