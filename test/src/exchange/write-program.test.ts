import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { findDeno } from '../../../sandbox-server/engines/deno.ts';
import { writeProgram } from '../../../src/exchange/write-program.ts';
import { runProgram } from '../../support/program.ts';

const folder = mkdtempSync(join(tmpdir(), 'program-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** What stands for the server's library where there is no server. */
const outside =
  'data:text/javascript,export const result = (value) => value !== undefined && console.log(value);';

function programOf(cells: Record<string, string>, optional: readonly string[] = []): string {
  return writeProgram({
    page: {
      lesson: 'openstack/first',
      language: 'en',
      title: 'First',
      description: 'A lesson.',
      packages: { zod: '4.6.7' },
      parts: [
        { kind: 'prose', text: 'Read [this](/en/).\n\n*/ console.log("prose") /*' },
        ...Object.keys(cells).map((name) => ({
          kind: 'cell' as const,
          name,
          optional: optional.includes(name),
        })),
      ],
    },
    address: 'http://127.0.0.1:4321/en/openstack/first/',
    texts: cells,
    head: 'First',
    words: { live: 'live', optional: 'left out', unreadable: 'no TypeScript' },
  });
}

let programs = 0;
async function printed(cells: readonly string[]): Promise<string[]> {
  const program = programOf(Object.fromEntries(cells.map((code, index) => [`cell-${index}`, code])));
  programs += 1;
  const file = join(folder, `${programs}.ts`);
  writeFileSync(file, program.replace(/http:\S+outside\.js/, outside));
  const ended = await runProgram(findDeno(), ['run', '--no-lock', '--no-remote', file], { NO_COLOR: '1' });
  if (ended.status !== 0) expect.fail(`${ended.stderr}\n${program}`);
  return ended.stdout.trim().split('\n');
}

describe('a lesson as one program', { timeout: 30_000 }, () => {
  test.each<[string, string[], string[]]>([
    ['runs its cells one after another', ['const a = 1;', 'console.log(a + 1)'], ['2']],
    ['prints the value of a last line', ['const a = { b: 1 };', 'a'], ['{ b: 1 }']],
    [
      'lets a cell give a name of another cell a new value',
      ['const a = 1;\nconsole.log(a)', 'const a: string = `two`;\nconsole.log(a)', 'console.log(a)'],
      ['1', 'two', 'two'],
    ],
    [
      'takes apart what declares several names, of which one is there already',
      ['const a = 1, b = 2;', 'const { a, c: [d] } = { a: 3, c: [4] }, e = a;', '[a, b, d, e].join()'],
      ['3,2,4,3'],
    ],
    [
      'lets functions be called before their line, the newer ones from then on',
      ['console.log(f());\nfunction f() { return 1; }', 'console.log(f());\nfunction f() { return 2; }'],
      ['1', '2'],
    ],
    [
      'knows classes, enums and generics that come twice',
      [
        'class A { x = 1 }\nenum E { one }',
        'abstract class A<T> { abstract y: T; static z = 2 }\nenum E { zero, two }',
        'console.log(A.z, E.two)',
      ],
      ['2 1'],
    ],
    [
      'puts imports first, each once, under another name where a cell means something else by it',
      [
        "import { join } from 'node:path';\nconsole.log(join('a', 'b'))",
        "import { join } from 'node:path';\nimport * as path from 'node:path';\nconsole.log(path.basename(join('a', 'c')))",
        "const join = 'mine';\nconsole.log(join)",
      ],
      ['a/b', 'c', 'mine'],
    ],
    [
      'keeps lines apart that would run into each other',
      ['const a = [3]', '[1].map((x) => x + a[0])'],
      ['[ 4 ]'],
    ],
    [
      'waits where its cells wait',
      ['const a = await Promise.resolve(1)', 'await Promise.resolve(a + 1)'],
      ['2'],
    ],
    ['takes no prose for code', ['console.log(1)'], ['1']],
  ])('%s', async (_, cells, lines) => {
    expect(await printed(cells)).toEqual(lines);
  });

  test('shows a cell that is no TypeScript, or that Run all leaves out, as a remark', () => {
    const program = programOf({ broken: 'const = ;', refused: 'throw new Error()', last: '1' }, ['refused']);
    expect(program).toContain('// no TypeScript\n//\n// const = ;');
    expect(program).toContain('// left out\n//\n// throw new Error()');
    expect(program).toContain('printResult(1)');
  });

  test('finds the workbook’s modules at its server, and packages at npm', () => {
    const program = programOf({
      one: "import { connect } from 'openstack';\nimport { z } from \"zod\";\nconst more = await import('faafo');",
    });
    expect(program).toContain("import { connect } from 'http://127.0.0.1:4321/library/openstack.js';");
    expect(program).toContain("import { z } from 'npm:zod@4.6.7';");
    expect(program).toContain("import('http://127.0.0.1:4321/library/faafo.js')");
    expect(program).toContain('[this](http://127.0.0.1:4321/en/)');
  });
});
