import { spawn } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { buildStale } from './build.mjs';
import { installMissing, projectNode, root } from './install.mjs';
import { fail } from './say.mjs';

const folder = join(root, 'test', 'bench');
const [name = '', ...rest] = process.argv.slice(2);
const known = readdirSync(folder)
  .filter((file) => file.endsWith('.ts'))
  .map((file) => file.slice(0, -'.ts'.length));
if (!existsSync(join(folder, `${name}.ts`))) {
  fail(
    `There is no bench named "${name}".`,
    `Try one of these: npm run bench -- ${known.join(' | ')} [--json]`,
  );
}
// What the preparation says goes to the standard error: the standard output of a bench is one JSON object.
const write = process.stdout.write.bind(process.stdout);
process.stdout.write = process.stderr.write.bind(process.stderr);
await installMissing();
await buildStale();
process.stdout.write = write;
const bench = spawn(projectNode, [join(folder, `${name}.ts`), ...rest], { stdio: 'inherit', cwd: root });
bench.on('exit', (code) => process.exit(code ?? 1));
