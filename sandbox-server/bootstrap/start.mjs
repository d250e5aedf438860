// Runs on whatever Node the newcomer has, before anything is installed: plain JavaScript, no packages.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { buildStale } from './build.mjs';
import { installMissing, projectNode, root } from './install.mjs';

await installMissing();
await buildStale();

// Node keeps what it made of our TypeScript, so that the next start is quicker.
const env = { NODE_COMPILE_CACHE: join(root, 'node_modules', '.cache', 'node'), ...process.env };
const server = spawn(projectNode, [join(root, 'sandbox-server', 'main.ts')], { stdio: 'inherit', env });
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => server.kill(signal));
server.on('exit', (code, signal) => process.exit(code ?? (signal === null ? 1 : 0)));
