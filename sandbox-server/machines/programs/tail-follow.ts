import { resolvePath } from '../disk/paths.ts';
import type { Program } from '../program.ts';
import { parseOptions } from './options.ts';

const LOOK_AGAIN = 500;

/** `tail -f`: a file's last lines, and what is added to it, until it is interrupted. */
export const tailFollow: Program = async ({ args, cwd, machine, files, print, signal }) => {
  const { options, rest } = parseOptions('tail', args, {
    withValue: ['n'],
    long: { lines: 'n', follow: 'f' },
  });
  const path = resolvePath(cwd, rest[0] ?? '');
  const lines = Number(options.get('n')?.at(-1)?.replace('+', '') ?? 10);
  const before = await files.readFile(path);
  print(
    before
      .split('\n')
      .slice(-lines - 1)
      .join('\n'),
  );
  const size = (): number => {
    const node = machine.tree.find(path);
    return node ? machine.tree.size(node) : 0;
  };
  for (let seen = size(); !signal.aborted; ) {
    await machine.clock.wait(LOOK_AGAIN, signal);
    const now = size();
    if (now < seen) seen = 0;
    if (now > seen) print(new TextDecoder().decode(machine.tree.read(path).subarray(seen)));
    seen = now;
  }
  return 0;
};
