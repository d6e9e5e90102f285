# ruff: noqa: E501 - tables of small programs
"""TypeScript by the real compilers: the current one, and the last that was written in JavaScript."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from smallcode.validation.checks.tsc import read_output
from smallcode.validation.toolchains import Toolchains, find_toolchains
from tests.validation.conftest import Judge, codes, messages, result_of, status_of

STRICT = json.dumps({"compilerOptions": {"strict": True, "target": "es2022", "module": "nodenext", "types": []},
                     "include": ["src"]})  # fmt: skip
MONEY = "export function cents(text: string): number {\n  return Math.round(Number(text) * 100);\n}\n"
CART = 'import { cents } from "./money.js";\n\nexport const total: number = cents("1.50");\n'


def compiler(name: str) -> pytest.MarkDecorator:
    return pytest.mark.skipif(shutil.which(name) is None, reason=f"{name} is not installed, `make toolchains` does it")


needs_tsc = compiler("tsc")
PARAMETERS = [pytest.param("tsc", marks=compiler("tsc")), pytest.param("tsc5", marks=compiler("tsc5"))]


@pytest.fixture
def typed(judge: Judge) -> Judge:
    judge.only = ("typescript",)
    return judge


@pytest.fixture(params=PARAMETERS)
def each(request: pytest.FixtureRequest, typed: Judge) -> Judge:
    """The judge with one compiler after the other."""
    typed.toolchains = Toolchains({**typed.toolchains.programs, "tsc": shutil.which(request.param) or ""})
    return typed


async def test_a_type_error_is_told_with_its_place_code_and_line(each: Judge) -> None:
    each.project({"tsconfig.json": STRICT, "src/money.ts": MONEY})
    await each.take_baseline()
    report = await each.check({"src/money.ts": MONEY.replace("Math.round(Number(text) * 100)", "text")})
    problem = report.problems[0]
    assert (problem.path, problem.line, problem.column, problem.code) == ("src/money.ts", 2, 3, "TS2322")
    assert problem.message == "Type 'string' is not assignable to type 'number'."
    assert problem.snippet == "  return text;"
    report = await each.check({"src/money.ts": MONEY.replace("100", "100.0")})
    assert status_of(report, "typescript") == "passed" and not report.ran


@needs_tsc
async def test_errors_of_before_do_not_count_but_one_more_of_the_same_does(typed: Judge) -> None:
    old = MONEY + 'export const rate: number = "a";\n'
    typed.project({"tsconfig.json": STRICT, "src/money.ts": old, "src/bad.ts": "export const x: string = 1;\n"})
    await typed.take_baseline()
    report = await typed.check({"src/money.ts": "// moved by a line\n" + old})
    assert report.ok, messages(report)
    report = await typed.check({"src/money.ts": old + 'export const tax: number = "a";\n'})
    assert codes(report) == ["TS2322"]


@needs_tsc
async def test_other_files_that_a_change_breaks_count_at_the_end(typed: Judge) -> None:
    typed.project({"tsconfig.json": STRICT, "src/money.ts": MONEY, "src/cart.ts": CART})
    await typed.take_baseline()
    renamed = {"src/money.ts": MONEY.replace("cents", "toCents")}
    report = await typed.check(renamed)
    assert report.ok, "a later part of the plan may mend the other file"
    typed.project({"src/money.ts": MONEY})
    report = await typed.check(renamed, purpose="final")
    assert [(p.path, p.line) for p in report.problems] == [("src/cart.ts", 1)]
    assert "cents" in messages(report)[0]


async def test_options_of_the_tsconfig_hold_and_nothing_is_written(each: Judge) -> None:
    options = {
        "strict": True, "noUnusedLocals": True, "target": "es2022", "module": "nodenext", "types": [],
        "composite": True, "declaration": True, "emitDeclarationOnly": True, "tsBuildInfoFile": "./x.tsbuildinfo",
        "outDir": "dist", "generateTrace": "trace",
    }  # fmt: skip
    each.project({"tsconfig.json": json.dumps({"compilerOptions": options, "include": ["src"]}), "src/money.ts": MONEY})
    await each.take_baseline()
    report = await each.check({"src/money.ts": MONEY.replace("return", "const spare = 1;\n  return")})
    assert codes(report) == ["TS6133"]
    assert sorted(p.name for p in each.root.iterdir()) == ["src", "tsconfig.json"]


@needs_tsc
async def test_a_file_that_the_tsconfig_leaves_out_is_checked_with_its_options(typed: Judge) -> None:
    typed.project({"tsconfig.json": STRICT, "src/money.ts": MONEY})
    await typed.take_baseline()
    test = 'import { cents } from "../src/money.js";\n\nconst wrong: string = cents("2");\nconsole.log(wrong);\n'
    report = await typed.check({"test/money.ts": test})
    assert codes(report) == ["TS2322"] and report.problems[0].path == "test/money.ts"
    report = await typed.check(
        {"test/money.ts": test.replace("wrong: string", "right: number").replace("wrong", "right")}
    )
    assert status_of(report, "typescript") == "passed"


@needs_tsc
async def test_a_tsconfig_that_only_refers_to_others_stands_for_them(typed: Judge) -> None:
    app = json.dumps({"compilerOptions": {"strict": True, "composite": True, "types": []}, "include": ["app"]})
    typed.project({
        "tsconfig.json": '{\n  // the parts\n  "files": [],\n  "references": [{ "path": "./tsconfig.app.json" },],\n}\n',
        "tsconfig.app.json": app, "app/a.ts": "export const a: number = 1;\n", "app/b.ts": "export const b: null = 2;\n",
    })  # fmt: skip
    await typed.take_baseline()
    assert "typescript tsconfig.app.json" in typed.baseline.complete
    report = await typed.check({"app/a.ts": "export const a: number = 'x';\n"}, purpose="final")
    assert [p.path for p in report.problems] == ["app/a.ts"]


@needs_tsc
async def test_without_a_tsconfig_sure_mistakes_count_and_style_does_not(typed: Judge) -> None:
    loose = "export function pick(items, n) {\n  return items.slice(0, n);\n}\n"
    report = await typed.check({"pick.ts": loose})
    assert status_of(report, "typescript") == "passed"
    report = await typed.check({"pick.ts": loose.replace("slice(0, n)", "slice(0, m)")})
    assert codes(report) == ["TS2304"]
    first = "export function first(names: string[]): string {\n  return names.find((n) => n.length > 1);\n}\n"
    report = await typed.check({"first.ts": first})
    assert "undefined" in messages(report)[0] and codes(report) == ["TS2322"]


@needs_tsc
async def test_what_is_not_installed_is_no_mistake_of_the_change(typed: Judge) -> None:
    typed.project({"tsconfig.json": STRICT})
    server = (
        'import express from "express";\nimport { readFileSync } from "node:fs";\n'
        "const app = express();\napp.get('/', (request, response) => response.send(readFileSync(__filename)));\n"
        "process.exit(0);\n"
    )
    report = await typed.check({"src/server.ts": server})
    assert status_of(report, "typescript") == "passed", messages(report)
    report = await typed.check({"src/server.ts": server + "const port: number = 'x';\nexport { port };\n"})
    assert codes(report) == ["TS2322"]


@needs_tsc
async def test_a_relative_import_that_leads_nowhere_counts_at_the_end(typed: Judge) -> None:
    typed.project({"tsconfig.json": STRICT})
    report = await typed.check({"src/cart.ts": CART})
    assert report.ok
    (typed.root / "src/cart.ts").unlink()
    report = await typed.check({"src/cart.ts": CART}, purpose="final")
    assert codes(report) == ["TS2307"]


@needs_tsc
async def test_settings_that_the_compiler_refuses_are_not_a_pass(typed: Judge) -> None:
    typed.project({"tsconfig.json": '{"compilerOptions": {"moduleResolution": "psychic"}}', "a.ts": "export {};\n"})
    await typed.take_baseline()
    report = await typed.check({"a.ts": "export const a: number = 1;\n"})
    assert status_of(report, "typescript") == "not_checked"
    assert "moduleResolution" in result_of(report, "typescript").message
    # Whoever changes the settings answers for them.
    report = await typed.check({"tsconfig.json": '{"compilerOptions": {"moduleResolution": "magic"}}'})
    assert status_of(report, "typescript") in ("failed", "not_checked")


@needs_tsc
async def test_options_that_are_too_old_for_the_compiler_do_not_keep_it_from_checking(typed: Judge) -> None:
    options = {"strict": True, "target": "es5", "module": "commonjs", "moduleResolution": "node", "baseUrl": "src",
               "lib": ["es2020"], "paths": {"@/*": ["*"]}, "types": [], "noSuchOption": True}  # fmt: skip
    typed.project({"tsconfig.json": json.dumps({"compilerOptions": options}), "src/b.ts": "export const b = 1;\n"})
    await typed.take_baseline()
    good = "import { b } from '@/b';\nimport { b as same } from './b';\nexport const a: number = b + same;\n"
    report = await typed.check({"src/a.ts": good})
    assert status_of(report, "typescript") == "passed", messages(report)
    report = await typed.check({"src/a.ts": good.replace("number", "string").replace("b + same", "same")})
    assert codes(report) == ["TS2322"]


@needs_tsc
async def test_without_a_baseline_only_new_lines_of_changed_files_count(typed: Judge) -> None:
    old = MONEY + 'export const rate: number = "a";\n'
    typed.project({"tsconfig.json": STRICT, "src/money.ts": old, "src/bad.ts": "export const x: string = 1;\n"})
    report = await typed.check({"src/money.ts": old + "export const y: string = 2;\n"}, purpose="final")
    assert [p.line for p in report.problems] == [5]


@needs_tsc
@needs_tsc
async def test_stricter_settings_count_everywhere_at_the_end(typed: Judge) -> None:
    lax = STRICT.replace('"strict": true', '"strict": false')
    typed.project({"tsconfig.json": lax, "src/a.ts": "export const f = (x) => x;\n"})
    await typed.take_baseline()
    report = await typed.check({"tsconfig.json": STRICT}, purpose="final")
    assert codes(report) == ["TS7006"] and report.problems[0].path == "src/a.ts"


@needs_tsc
@needs_tsc
async def test_old_syntax_errors_that_hide_the_types_are_not_a_pass(typed: Judge) -> None:
    typed.project({"tsconfig.json": STRICT, "src/broken.ts": "export const = ;\n", "src/money.ts": MONEY})
    await typed.take_baseline()
    report = await typed.check({"src/money.ts": MONEY.replace("Number(text) * 100", "text")})
    if status_of(report, "typescript") == "not_checked":
        assert "src/broken.ts" in result_of(report, "typescript").message
    else:
        assert [p.path for p in report.problems] == ["src/money.ts"]


@needs_tsc
async def test_a_folder_without_trust_is_checked_but_its_own_compiler_is_not_run(typed: Judge, tmp_path: Path) -> None:
    typed.project({"node_modules/.bin/tsc": "#!/bin/sh\ntouch ran\n", "tsconfig.json": STRICT, "src/money.ts": MONEY})
    (typed.root / "node_modules/.bin/tsc").chmod(0o755)
    typed.trusted = False
    typed.toolchains = find_toolchains(typed.root, trusted=False)
    await typed.take_baseline()
    report = await typed.check({"src/money.ts": MONEY.replace("Math.round(Number(text) * 100)", "text")})
    assert codes(report) == ["TS2322"] and not list(typed.root.rglob("ran"))


def test_programs_of_an_untrusted_folder_are_passed_over_on_the_path(tmp_path: Path) -> None:
    inside, outside = tmp_path / "project/node_modules/.bin", tmp_path / "bin"
    for folder in (inside, outside):
        folder.mkdir(parents=True)
        (folder / "tsc").write_text("#!/bin/sh\n")
        (folder / "tsc").chmod(0o755)
    root = tmp_path / "project"
    path = f"{inside}:node_modules/.bin:{outside}"
    assert find_toolchains(root, trusted=False, path=path).get("tsc") == str(outside / "tsc")
    assert find_toolchains(root, trusted=False, path=str(inside)).get("tsc") is None
    assert find_toolchains(root, trusted=True, path=str(outside)).get("tsc") == str(inside / "tsc")
    package = root / "web/node_modules/.bin"
    package.mkdir(parents=True)
    (inside / "tsc").rename(package / "tsc")
    assert find_toolchains(root, trusted=True, path=str(outside)).get("tsc") == str(package / "tsc")


async def test_without_the_compiler_nothing_is_claimed(typed: Judge) -> None:
    typed.without("tsc").project({"tsconfig.json": STRICT, "src/money.ts": MONEY})
    baseline = await typed.take_baseline()
    assert not [name for name in baseline.complete if name.startswith("typescript")]
    report = await typed.check({"src/money.ts": "export const x: string = 1;\n"})
    assert status_of(report, "typescript") == "not_checked"


def test_output_is_read_with_explanations_and_files() -> None:
    said = read_output(
        "src/a.ts(3,7): error TS2322: Type '{ a: string; }' is not assignable to type 'B'.\n"
        "  Types of property 'a' are incompatible.\n"
        "    Type 'string' is not assignable to type 'number'.\n      deeper\n"
        "error TS18003: No inputs were found in config file.\n"
        "/p/src/a.ts\n/p/node_modules/x/index.d.ts\n/lib/lib.d.ts\n"
        "../../p/odd.ts(1,1): error TS1005: ';' expected.\n",
        "/p",
    )
    first, config, odd = said.findings
    assert (first.path, first.line, first.column) == ("src/a.ts", 3, 7)
    assert first.more == (
        "Types of property 'a' are incompatible.",
        "Type 'string' is not assignable to type 'number'.",
    )
    assert config.about_settings and odd.path == "" and said.read == {"src/a.ts"}
