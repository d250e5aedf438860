import type { Shown } from '../workbook/workbook-state.ts';
import { withoutAnsi } from './ansi.ts';
import { toCsv, toTsv } from './csv.ts';
import type { TableDisplay } from './data-table.ts';
import { downloadFile, downloadText, writeClipboard } from './hand-over.ts';
import { MarkupOutput } from './markup-output.ts';
import type { FileKind } from './output-kinds.ts';
import { pageWorkbook } from './page-workbook.ts';
import { type Picture, svgText, toPng } from './picture-file.ts';

/** An output that is to be taken away: what it is, and the element that shows it. */
export type Output = { shown: Shown; element: HTMLElement };

/** Rows are asked for so many at a time. */
const pageRows = 1000;

/** Puts an output on the clipboard: a picture as a picture, a table for a spreadsheet, all else as text. */
export const copyOutput = async ({ shown, element }: Output): Promise<string | undefined> => {
  const picture = pictureOf({ shown, element });
  if (picture !== undefined && typeof ClipboardItem !== 'undefined' && navigator.clipboard !== undefined) {
    await navigator.clipboard.write([new ClipboardItem({ 'image/png': toPng(picture) })]);
    return undefined;
  }
  const { text, note } = await textToCopy({ shown, element });
  await writeClipboard(text);
  return note;
};

/** Hands an output to the browser as a file; the answer is what its reader should know of it. */
export const downloadOutput = async (
  output: Output,
  kind: FileKind,
  name: string,
): Promise<string | undefined> => {
  const file = `${name}.${kind}`;
  const { shown } = output;
  if (shown.kind === 'table') {
    const { rows, note } = await allRows(shown);
    // With its mark, a spreadsheet takes the text for UTF-8.
    downloadText(file, `\ufeff${toCsv(shown.columns, rows)}`, 'text/csv');
    return note;
  }
  const picture = pictureOf(output);
  if (kind === 'png' && picture !== undefined) downloadFile(file, await toPng(picture));
  else if (kind === 'svg' && picture !== undefined) downloadText(file, svgText(picture), 'image/svg+xml');
  else if (kind === 'json' && shown.kind === 'values')
    downloadText(file, await jsonOf(shown), 'application/json');
  else downloadText(file, plainText(output));
  return undefined;
};

const pictureOf = ({ shown, element }: Output): Picture | undefined => {
  if (shown.kind === 'image') return { mime: shown.mime, data: shown.data };
  if (shown.kind !== 'markup' || shown.format !== 'svg') return undefined;
  const box = element.querySelector('markup-output');
  const svg = box instanceof MarkupOutput ? box.content?.querySelector('svg') : undefined;
  return svg ?? undefined;
};

const textToCopy = async (output: Output): Promise<{ text: string; note?: string }> => {
  const { shown } = output;
  if (shown.kind !== 'table') return { text: plainText(output) };
  const { rows, note } = await allRows(shown);
  return { text: toTsv(shown.columns, rows), ...(note === undefined ? {} : { note }) };
};

const plainText = ({ shown }: Output): string => {
  switch (shown.kind) {
    case 'printed':
    case 'text':
      return withoutAnsi(shown.text);
    case 'values':
      return shown.values.map(({ text }) => text).join(' ');
    case 'markup':
      return shown.source;
    default:
      return '';
  }
};

/** All rows: what the log does not hold, the kernel does, while it lives. */
const allRows = async (
  table: TableDisplay,
): Promise<{ rows: readonly (readonly string[])[]; note?: string }> => {
  const { rows, handle, total = rows.length } = table;
  if (handle === undefined || rows.length >= total) return { rows };
  const { client, words } = pageWorkbook();
  const all: (readonly string[])[] = [...rows];
  while (all.length < total) {
    const { rows: more, gone } = await client.readTable({ handle, offset: all.length, count: pageRows });
    if (gone === true || more.length === 0) return { rows: all, note: words.tableGone(all.length) };
    all.push(...more);
  }
  return { rows: all };
};

const jsonOf = async ({ values }: Extract<Shown, { kind: 'values' }>): Promise<string> => {
  const { client, words } = pageWorkbook();
  const texts = await Promise.all(
    values.map(async ({ handle, text, type }) => {
      if (handle === undefined) return type === 'string' ? JSON.stringify(text) : text;
      const { text: json, gone } = await client.readValue(handle);
      if (gone === true) throw new Error(words.gone);
      return json;
    }),
  );
  return `${texts.length === 1 ? texts[0] : `[${texts.join(',\n')}]`}\n`;
};
