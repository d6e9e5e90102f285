'use strict';

const fs = require('node:fs/promises');
const path = require('node:path');

/** A report's file name: its title in small letters, with dashes. */
function fileName(report) {
  const slug = report.title.toLowerCase().replace(/[^a-z0-9]+/g, '-').replace(/^-+|-+$/g, '');
  return `${slug || 'report'}.txt`;
}

/** The text of a report. */
function render(report) {
  const lines = [report.title, '='.repeat(report.title.length), ''];
  for (const [name, value] of Object.entries(report.values ?? {})) lines.push(`${name}: ${value}`);
  return `${lines.join('\n')}\n`;
}

/** Write all reports to a folder, which is made if it isn't there. Returns the paths, in the order of the reports. */
async function saveAll(reports, folder) {
  await fs.mkdir(folder, { recursive: true });
  const saved = [];
  reports.forEach(async (report) => {
    const file = path.join(folder, fileName(report));
    await fs.writeFile(file, render(report));
    saved.push(file);
  });
  return saved;
}

/** Bytes of all files together. */
async function totalSize(files) {
  return files.reduce(async (sum, file) => {
    const { size } = await fs.stat(file);
    return sum + size;
  }, 0);
}

/** Save the reports and say what was done. */
async function exportReports(reports, folder) {
  const files = await saveAll(reports, folder);
  return `${files.length} reports, ${await totalSize(files)} bytes`;
}

module.exports = { fileName, render, saveAll, totalSize, exportReports };
