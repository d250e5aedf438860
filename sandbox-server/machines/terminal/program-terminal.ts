import type { ProgramTerminal } from '../program.ts';
import type { Login } from './interactive-shell.ts';
import { KeyReader } from './keys.ts';
import { LineEditor } from './line-editor.ts';
import { draw, redraw } from './prompt-line.ts';
import type { Tty } from './tty.ts';

/** The terminal as a program in its foreground has it; `login` is how a shell is run in it. */
export function programTerminal(tty: Tty, login: (login: Login) => Promise<number>): ProgramTerminal {
  return {
    get columns() {
      return tty.size.columns;
    },
    get rows() {
      return tty.size.rows;
    },
    read: (signal) => tty.read(signal),
    ask: (question, signal) => ask(tty, question, signal),
    login: (machine, user, signal, start) =>
      login({ ...start, machine, user, tty, signal: AbortSignal.any([signal, machine.power]) }),
  };
}

/** One line behind a question; undefined when it is left by Ctrl-C or Ctrl-D. */
async function ask(tty: Tty, question: string, signal: AbortSignal): Promise<string | undefined> {
  const editor = new LineEditor([]);
  const keys = new KeyReader();
  const line = (): Parameters<typeof draw>[0] => ({
    prompt: question,
    text: editor.text,
    cursor: editor.cursor,
  });
  let drawn = line();
  tty.write(draw(drawn, tty.size.columns));
  try {
    for (;;) {
      const key = keys.next();
      if (key === undefined) {
        keys.add(await tty.read(signal));
        continue;
      }
      const action = editor.apply(key);
      if (action === 'submit') return editor.text;
      if (action === 'cancel' || action === 'leave') return undefined;
      tty.write(redraw(drawn, line(), tty.size.columns));
      drawn = line();
    }
  } finally {
    tty.write('\n');
    tty.unread(keys.takeRest());
  }
}
