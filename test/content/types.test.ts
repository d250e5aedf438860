import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { lessons } from './book.ts';
import { programsOf } from './program.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const programs = lessons
  .flatMap(programsOf)
  .map(({ id, program }) => ({ id, file: `${id.replaceAll('/', '-')}.ts`, program }));

let folder: string;
let output = '';

/** What the compiler says of the modules in `folder`; it exits with an error when it says anything. */
function compile(): Promise<string> {
  const compiler = join(root, 'node_modules/.bin/tsc');
  return new Promise((resolve) => {
    execFile(compiler, ['-p', folder, '--pretty', 'false'], { cwd: folder }, (_, stdout, stderr) =>
      resolve(stdout + stderr),
    );
  });
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'lesson-types-'));
  // The packages that cells import are found there.
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  const settings = {
    extends: join(root, 'tsconfig.json'),
    // A cell may declare what only its reader looks at.
    compilerOptions: {
      noUnusedLocals: false,
      // The kernel compiles all of TypeScript, also what Node alone would not run.
      erasableSyntaxOnly: false,
      typeRoots: [join(root, 'node_modules/@types')],
    },
    include: ['*.ts'],
    exclude: [],
  };
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(settings));
  writeFileSync(
    join(folder, 'wrong.ts'),
    "import { connect } from 'openstack';\n(await connect()).compute.nothing;\n",
  );
  for (const { file, program } of programs) writeFileSync(join(folder, file), program.code);
  output = await compile();
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

it('the compiler sees the types of what cells import', () => {
  expect(output).toMatch(/wrong\.ts\(2,\d+\): error TS2339: Property 'nothing' does not exist/);
});

describe.each(programs)('$id', ({ file, program }) => {
  it('type-checks as one program', () => {
    const faults = [...output.matchAll(/^(\S+\.ts)\((\d+),\d+\): (.*)$/gm)]
      .filter(([, where]) => where === file)
      .map(([, , line, words]) => `${program.placeOf(Number(line))} ${words}`);
    expect(faults).toEqual([]);
  });
});

it('the compiler complains of nothing else', () => {
  const known = new Set(['wrong.ts', ...programs.map(({ file }) => file)]);
  const others = output.split('\n').filter((line) => {
    const where = /^(\S+?)\(\d+,\d+\): /.exec(line)?.[1];
    return /error TS/.test(line) && !known.has(where ?? '');
  });
  expect(others).toEqual([]);
});
