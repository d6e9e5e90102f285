'use strict';

/** Rows of a CSV text. */
function parseCsv(text, separator = ',') {
  const rows = [];
  let row = [];
  let field = '';
  let quoted = false;
  let started = false;
  for (let i = 0; i < text.length; i++) {
    const c = text[i];
    if (quoted) {
      if (c === '"' && text[i + 1] === '"') { field += '"'; i++; }
      else if (c === '"') quoted = false;
      else field += c;
      continue;
    }
    if (c === '"' && field === '') { quoted = true; started = true; }
    else if (c === separator) { row.push(field); field = ''; started = true; }
    else if (c === '\r' && text[i + 1] === '\n') continue;
    else if (c === '\n') { row.push(field); rows.push(row); row = []; field = ''; started = false; }
    else { field += c; started = true; }
  }
  row.push(field);
  rows.push(row);
  return rows;
}

module.exports = { parseCsv };
