import { mimeBundleOf } from '../../sandbox-server/protocol/mime-bundle.ts';
import type { CellState, Shown } from '../workbook/workbook-state.ts';
import { linesOf, type MimeData, type NotebookOutput } from './notebook.ts';

const dataOf = (bundle: Record<string, string>): MimeData =>
  Object.fromEntries(
    Object.entries(bundle).map(([mime, text]) => [
      mime,
      // Pictures but SVG are base64: one string, as Jupyter writes them.
      mime.startsWith('image/') && mime !== 'image/svg+xml' ? text : linesOf(text),
    ]),
  );

const outputOf = (shown: Shown, count: number): NotebookOutput => {
  if (shown.kind === 'printed')
    return { output_type: 'stream', name: shown.stream, text: linesOf(shown.text) };
  const bundle = mimeBundleOf(shown);
  if (shown.kind !== 'values') return { output_type: 'display_data', data: dataOf(bundle), metadata: {} };
  if (shown.stream === 'result')
    return { output_type: 'execute_result', execution_count: count, data: dataOf(bundle), metadata: {} };
  const text = linesOf(`${bundle['text/plain'] ?? ''}\n`);
  return { output_type: 'stream', name: shown.stream, text };
};

/** Streams that follow each other are one, as a notebook has them. */
const joined = (outputs: readonly NotebookOutput[]): NotebookOutput[] => {
  const all: NotebookOutput[] = [];
  for (const next of outputs) {
    const last = all.at(-1);
    const goesOn = last?.output_type === 'stream' && next.output_type === 'stream' && last.name === next.name;
    if (goesOn) last.text = linesOf([...last.text, ...next.text].join(''));
    else all.push(next);
  }
  return all;
};

/** What a run of a cell has shown, and how it failed, as a notebook keeps it; `count` is the run's number. */
export const notebookOutputs = ({ shown, error, state }: CellState, count: number): NotebookOutput[] => {
  const outputs = joined(shown.map((each) => outputOf(each, count)));
  if (error !== undefined) {
    const { name, message, stack } = error;
    const traceback = [`${name}: ${message}`, ...stack];
    return [...outputs, { output_type: 'error', ename: name, evalue: message, traceback }];
  }
  if (state !== 'interrupted' && state !== 'timeout' && state !== 'lost') return outputs;
  return [...outputs, { output_type: 'error', ename: state, evalue: '', traceback: [state] }];
};
