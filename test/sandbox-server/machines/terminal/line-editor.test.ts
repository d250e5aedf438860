import { describe, expect, test } from 'vitest';
import { KeyReader } from '../../../../sandbox-server/machines/terminal/keys.ts';
import { LineEditor } from '../../../../sandbox-server/machines/terminal/line-editor.ts';

const history = ['ls /var/log', 'echo one', 'faafo list', 'echo two'];
const LEFT = '\u001b[D';
const UP = '\u001b[A';
const DOWN = '\u001b[B';
const HOME = '\u001b[H';

/** Types all of it; `|` in what comes back is the cursor. */
function typed(input: string): { line: string; actions: string[] } {
  const reader = new KeyReader();
  reader.add(input);
  const editor = new LineEditor(history);
  const actions: string[] = [];
  for (let key = reader.next(); key; key = reader.next()) actions.push(editor.apply(key));
  const { text, cursor } = editor;
  return { line: `${text.slice(0, cursor)}|${text.slice(cursor)}`, actions };
}

describe('a line is edited by the keys of readline', () => {
  test.each([
    ['typing', 'ls -l', 'ls -l|'],
    ['the left arrow', `ls${LEFT}x`, 'lx|s'],
    ['the left arrow over a letter of two units', `a😀${LEFT}x`, 'ax|😀'],
    ['Ctrl-A', 'one two\u0001', '|one two'],
    ['Home', `one two${HOME}`, '|one two'],
    ['Ctrl-A and Ctrl-E', 'one\u0001\u0005!', 'one!|'],
    ['Ctrl-B and Ctrl-F', 'one\u0002\u0002\u0006', 'on|e'],
    ['Alt-B', 'cd /var/log\u001bb', 'cd /var/|log'],
    ['Alt-B twice', 'cd /var/log\u001bb\u001bb', 'cd /|var/log'],
    ['Ctrl-Left', 'cd /var/log\u001b[1;5D', 'cd /var/|log'],
    ['Alt-F', 'cd /var/log\u0001\u001bf\u001bf', 'cd /var|/log'],
    ['Backspace', 'one\u007f', 'on|'],
    ['Delete', `one${HOME}\u001b[3~`, '|ne'],
    ['Ctrl-D in a line', 'one\u0001\u0004', '|ne'],
    ['Ctrl-K', `one two${HOME}\u001bf\u000b`, 'one|'],
    ['Ctrl-U', `one two\u001bb\u0015`, '|two'],
    ['Ctrl-W', 'cat /etc/hosts\u0017', 'cat |'],
    ['Alt-Backspace', 'cat /etc/hosts\u001b\u007f', 'cat /etc/|'],
    ['Alt-D', `one two${HOME}\u001bd`, '| two'],
    ['Ctrl-W and Ctrl-Y', 'one two\u0017\u0019\u0019', 'one twotwo|'],
    ['Ctrl-T', 'sl\u0014', 'ls|'],
    ['a paste of several lines', '\u001b[200~one\r\ntwo\u001b[201~', 'one\ntwo|'],
    ['a paste with control characters', '\u001b[200~a\u0003b\u001b[31m\u001b[201~', 'ab[31m|'],
    ['Home in a paste of several lines', `\u001b[200~one\ntwo\u001b[201~${HOME}`, 'one\n|two'],
  ])('%s', (_name, input, line) => {
    expect(typed(input).line).toBe(line);
  });
});

describe('the history', () => {
  test.each([
    ['up', UP, 'echo two|'],
    ['up and up', UP + UP, 'faafo list|'],
    ['Ctrl-P and Ctrl-N', '\u0010\u0010\u000e', 'echo two|'],
    ['down again, to the line that was begun', `half${UP}${UP}${DOWN}${DOWN}`, 'half|'],
    ['further up than there is', UP.repeat(9), 'ls /var/log|'],
    ['Ctrl-R finds the newest', '\u0012echo', '|echo two'],
    ['Ctrl-R twice finds the one before', '\u0012echo\u0012', '|echo one'],
    ['Ctrl-R, and more letters', '\u0012ech\u007f\u007f\u007flog', 'ls /var/|log'],
    ['Ctrl-R and Ctrl-G give the line back', 'half\u0012echo\u0007', 'half|'],
    ['Ctrl-R and an arrow go on with what was found', `\u0012faafo${LEFT}`, '|faafo list'],
    ['Ctrl-R and Ctrl-E', '\u0012faafo\u0005 -l', 'faafo list -l|'],
  ])('%s', (_name, input, line) => {
    expect(typed(input).line).toBe(line);
  });
});

test.each([
  ['Enter', '\r', 'submit'],
  ['Ctrl-C', 'abc\u0003', 'cancel'],
  ['Ctrl-C in a search', '\u0012abc\u0003', 'cancel'],
  ['Ctrl-D on an empty line', '\u0004', 'leave'],
  ['Ctrl-D at the end of a line', 'abc\u0004', 'bell'],
  ['Tab', '\t', 'complete'],
  ['Ctrl-L', '\u000c', 'clear'],
  ['Enter after a search', '\u0012echo\r', 'submit'],
  ['Ctrl-Z, which is not offered', '\u001a', 'bell'],
  ['a paste longer than any command', `\u001b[200~${'x'.repeat(1 << 20)}\u001b[201~`, 'bell'],
])('%s asks for “%s”', (_name, input, action) => {
  expect(typed(input).actions.at(-1)).toBe(action);
});

test('a key that comes in two pieces is one key', () => {
  const reader = new KeyReader();
  reader.add('\u001b[1;');
  expect(reader.next()).toBeUndefined();
  reader.add('5D');
  expect(reader.next()).toEqual({ kind: 'key', name: 'alt-b' });
});

test('what follows Enter is left for whoever reads next', () => {
  const reader = new KeyReader();
  reader.add('ssh host\ryes\r');
  reader.next();
  reader.next();
  expect(reader.takeRest()).toBe('yes\r');
});
