import { describe, expect, test } from 'vitest';
import { readDockerfile, writeDockerfile } from '../../../../sandbox-server/docker/engine-api/dockerfile.ts';

const back = '\\';

describe('a Dockerfile', () => {
  test('is read as instructions, each on one line', () => {
    const file = [
      '# syntax=docker/dockerfile:1',
      'from busybox',
      '',
      `RUN one ${back}`,
      '  # in between',
      '',
      '  two',
      '# last',
      'CMD ["x"]',
    ].join('\r\n');
    const read = readDockerfile(file);
    expect(read.instructions).toEqual([
      { name: 'FROM', rest: 'busybox' },
      { name: 'RUN', rest: 'one   two' },
      { name: 'CMD', rest: '["x"]' },
    ]);
    expect(writeDockerfile(read)).toBe(`# escape=${back}\nFROM busybox\nRUN one   two\nCMD ["x"]\n`);
  });

  test('may choose the mark by which lines go on, in its first lines only', () => {
    expect(readDockerfile('# escape=`\nRUN a `\n b').instructions).toEqual([{ name: 'RUN', rest: 'a  b' }]);
    expect(readDockerfile(`FROM x\n# escape=\`\nRUN a ${back}\n b`).instructions[1]?.rest).toBe('a  b');
    expect(() => readDockerfile('# escape=x\nFROM y')).toThrow('invalid ESCAPE');
  });

  test.each([
    ['FROM x\nWHAT y', 'unknown instruction: WHAT'],
    ['', 'cannot be empty'],
    ['# nothing', 'cannot be empty'],
    ['FROM x\0', 'control characters'],
    ['FROM x\rRUN y', 'control characters'],
    ['FROM x\u2028RUN y', 'control characters'],
  ])('%j is refused', (text, words) => {
    expect(() => readDockerfile(text)).toThrow(words);
  });

  test('is never written so that one line would take the next one in', () => {
    const read = readDockerfile(`FROM x\nADD a ${back} ${back} \nRUN http://evil /y`);
    expect(read.instructions[1]).toEqual({ name: 'ADD', rest: `a ${back} RUN http://evil /y` });
    expect(writeDockerfile(read).split('\n')).toHaveLength(4);
    expect(() =>
      writeDockerfile({
        escape: '\\',
        instructions: [
          { name: 'ADD', rest: `a ${back}` },
          { name: 'RUN', rest: 'b' },
        ],
      }),
    ).toThrow('a line ends with');
  });
});
