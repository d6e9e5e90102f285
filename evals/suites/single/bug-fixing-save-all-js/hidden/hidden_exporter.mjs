import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";

export default async function check() {
  const { fileName, render, saveAll, totalSize, exportReports } = createRequire(import.meta.url)("./exporter.js");
  const unhandled = [];
  process.on("unhandledRejection", (error) => unhandled.push(error));
  const place = mkdtempSync(join(tmpdir(), "exporter-"));
  try {
    const reports = [];
    for (let i = 0; i < 30; i++) reports.push({ title: `Report ${i}`, values: { text: "x".repeat(((i * 37) % 30) * 9000) } });
    const folder = join(place, "deep", "out");
    const saved = await saveAll(reports, folder);
    assert.deepEqual(saved, reports.map((report) => join(folder, fileName(report))), "the paths in the order of the reports");
    for (const [i, file] of saved.entries()) assert.equal(readFileSync(file, "utf8"), render(reports[i]));
    const bytes = reports.reduce((sum, report) => sum + Buffer.byteLength(render(report)), 0);
    assert.equal(await totalSize(saved), bytes);
    assert.equal(await totalSize(saved.slice(0, 1)), Buffer.byteLength(render(reports[0])));
    assert.equal(await totalSize([]), 0);
    assert.deepEqual(await saveAll([], join(place, "none")), []);
    assert.ok(existsSync(join(place, "none")));
    assert.equal(await exportReports(reports, join(place, "again")), `30 reports, ${bytes} bytes`);
    // the first file takes longer than the others
    const slow = join(place, "slow");
    mkdirSync(slow);
    execFileSync("mkfifo", [join(slow, "report-0.txt")]);
    const reader = spawn("sh", ["-c", `sleep 0.2; cat "${join(slow, "report-0.txt")}" >/dev/null`], { detached: true });
    try {
      const few = [0, 1, 2].map((i) => ({ title: `Report ${i}` }));
      assert.deepEqual(await saveAll(few, slow), few.map((report) => join(slow, fileName(report))), "the paths in the order of the reports");
    } finally {
      try {
        process.kill(-reader.pid);
      } catch {
        // it has ended by itself
      }
    }
    // what can't be written
    const bad = join(place, "bad");
    mkdirSync(join(bad, "report-3.txt"), { recursive: true });
    await assert.rejects(saveAll(reports, bad), { code: "EISDIR" });
    writeFileSync(join(place, "file"), "");
    await assert.rejects(saveAll(reports, join(place, "file")));
    await assert.rejects(saveAll([{ title: "fine" }, {}], join(place, "broken")), TypeError);
    await assert.rejects(totalSize([saved[0], join(place, "missing")]), { code: "ENOENT" });
    await assert.rejects(exportReports(reports, bad), { code: "EISDIR" });
    await new Promise((resolve) => setTimeout(resolve, 50));
    assert.deepEqual(unhandled, []);
    // as before
    assert.equal(fileName({ title: "  Äpfel & Birnen! " }), "pfel-birnen.txt");
    assert.equal(fileName({ title: "???" }), "report.txt");
    assert.equal(render({ title: "Hi", values: { a: 1 } }), "Hi\n==\n\na: 1\n");
  } finally {
    rmSync(place, { recursive: true });
  }
}
