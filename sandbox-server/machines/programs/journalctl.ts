import type { Program } from '../program.ts';
import { parseOptions } from './options.ts';
import { concerns } from './systemctl.ts';
import { untilAborted } from './until-aborted.ts';

const NAMES = { withValue: ['u', 'n', 'S', 'since', 'p'], long: { unit: 'u', lines: 'n', follow: 'f' } };

/** `journalctl`, with `-u UNIT`, `-n LINES` and `-f`: https://www.freedesktop.org/software/systemd/man/latest/journalctl.html */
export const journalctl: Program = async ({ args, machine, print, signal }) => {
  const { options } = parseOptions('journalctl', args, NAMES);
  const name = options
    .get('u')
    ?.at(-1)
    ?.replace(/\.service$/, '');
  const wanted = (entry: { unit: string; message: string }): boolean =>
    name === undefined || concerns(entry, { name });
  const entries = machine.journal.entries().filter(wanted);
  const follows = options.has('f');
  const lines = Number(options.get('n')?.at(-1) ?? (follows ? 10 : entries.length));
  if (entries.length === 0) print('-- No entries --\n');
  for (const entry of entries.slice(entries.length - Math.min(lines, entries.length)))
    print(`${machine.journal.format(entry)}\n`);
  if (!follows) return 0;
  const stop = machine.journal.listen((entry) => {
    if (wanted(entry)) print(`${machine.journal.format(entry)}\n`);
  });
  await untilAborted(signal);
  stop();
  return 0;
};
