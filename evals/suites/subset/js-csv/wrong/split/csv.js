exports.parseCsv = (text, separator = ',') =>
  text.split(/\r?\n/).filter(Boolean).map((line) => line.split(separator));
