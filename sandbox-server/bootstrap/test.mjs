import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { buildStale } from './build.mjs';
import { installMissing, projectNode, root } from './install.mjs';
import { say } from './say.mjs';

await installMissing();
await buildStale();

const modules = (path) => join(root, 'node_modules', path);
const env = { ...process.env, PATH: `${dirname(projectNode)}${delimiter}${process.env.PATH}` };

function run(command, args) {
  return spawnSync(command, args, { cwd: root, stdio: 'inherit', env }).status === 0;
}

/** Each of these counts as one test: it passes without a warning, or it fails. */
const checks = [
  ['types', [modules('typescript/bin/tsc'), '-p', '.']],
  ['types of the renderer', [modules('typescript/bin/tsc'), '-p', 'sandbox-server/faafo/julia/assembly']],
  ['lint and format', [modules('@biomejs/biome/bin/biome'), 'ci', '--error-on-warnings', '.']],
];

const counts = { passed: 0, failed: 0, skipped: 0 };
for (const [name, args] of checks) {
  const passed = run(projectNode, args);
  say(`${passed ? 'passed' : 'FAILED'}: ${name}`);
  counts[passed ? 'passed' : 'failed'] += 1;
}

const folder = mkdtempSync(join(tmpdir(), 'workbook-test-'));
const report = join(folder, 'report.json');
const finished = run(projectNode, [
  modules('vitest/vitest.mjs'),
  'run',
  '--reporter=default',
  '--reporter=json',
  `--outputFile.json=${report}`,
  ...process.argv.slice(2),
]);
if (existsSync(report)) {
  const result = JSON.parse(readFileSync(report, 'utf8'));
  counts.passed += result.numPassedTests;
  counts.failed += result.numFailedTests;
  counts.skipped += result.numPendingTests + result.numTodoTests;
}
rmSync(folder, { recursive: true, force: true });
// A file that cannot even be loaded has no failed test in the report.
if (!finished && counts.failed === 0) counts.failed = 1;

say(`\n${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`);
process.exit(counts.failed === 0 && finished ? 0 : 1);
