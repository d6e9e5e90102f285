'use strict';

const { exportReports } = require('./exporter');

const reports = [
  { title: 'Sales 2025', values: { north: 120, south: 95 } },
  { title: 'Returns', values: { north: 3, south: 7 } },
];

exportReports(reports, 'out').then(console.log, (error) => {
  console.error(`export failed: ${error.message}`);
  process.exitCode = 1;
});
