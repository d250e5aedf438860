import type { Program } from '../../../machines/program.ts';
import { entrypoint } from './entrypoint.ts';
import { hello } from './hello.ts';
import { interpreter } from './interpreter.ts';

/** Programs that images have and machines have not, by name. */
export const containerPrograms: ReadonlyMap<string, Program> = new Map(
  Object.entries({
    'docker-entrypoint.sh': entrypoint,
    hello,
    node: interpreter('node', 'v22.12.0', 'JavaScript'),
    npm: interpreter('npm', '10.9.0', 'JavaScript'),
    npx: interpreter('npx', '10.9.0', 'JavaScript'),
    pip: interpreter('pip', 'pip 24.3 (simulated)', 'Python'),
    pip3: interpreter('pip3', 'pip 24.3 (simulated)', 'Python'),
    python: interpreter('python', 'Python 3.12.8', 'Python'),
    python3: interpreter('python3', 'Python 3.12.8', 'Python'),
  }),
);
