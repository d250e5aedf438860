import type { Display } from './events.ts';

/** One thing in several forms, by their types: whoever shows it takes the best that they can. */
export type MimeBundle = Record<string, string>;

const escapes: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escapeHtml = (text: string): string => text.replace(/[&<>"]/g, (found) => escapes[found] ?? found);

const decode = (base64: string): string =>
  new TextDecoder().decode(Uint8Array.from(atob(base64), (character) => character.charCodeAt(0)));

const tableAsHtml = (columns: readonly string[], rows: readonly string[][]): string => {
  const row = (texts: readonly string[], tag: 'th' | 'td'): string =>
    `<tr>${texts.map((text) => `<${tag}>${escapeHtml(text)}</${tag}>`).join('')}</tr>`;
  const body = rows.map((each) => row(each, 'td')).join('\n');
  return `<table>\n<thead>${row(columns, 'th')}</thead>\n<tbody>\n${body}\n</tbody>\n</table>`;
};

/** Columns under each other, in a type whose letters are all as wide. */
const tableAsText = (columns: readonly string[], rows: readonly string[][]): string => {
  const lines = [columns, ...rows];
  const widths = columns.map((_, at) => Math.max(...lines.map((line) => (line[at] ?? '').length)));
  return lines
    .map((line) =>
      line
        .map((text, at) => text.padEnd(widths[at] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
};

const markupTypes = { html: 'text/html', markdown: 'text/markdown', svg: 'image/svg+xml' } as const;

/** A display as Jupyter's programs know one (https://nbformat.readthedocs.io/en/latest/format_description.html#display-data). */
export const mimeBundleOf = (display: Display): MimeBundle => {
  switch (display.kind) {
    case 'values':
      return { 'text/plain': display.values.map(({ text }) => text).join(' ') };
    case 'text':
      return { 'text/plain': display.text };
    case 'table': {
      const { columns, rows } = display;
      return { 'text/plain': tableAsText(columns, rows), 'text/html': tableAsHtml(columns, rows) };
    }
    case 'image': {
      const { mime, data, alt } = display;
      const drawn = mime === 'image/svg+xml' ? decode(data) : data;
      return { 'text/plain': `[${alt === '' ? 'image' : alt}]`, [mime]: drawn };
    }
    case 'markup': {
      const { format, source } = display;
      return { 'text/plain': format === 'markdown' ? source : `[${format}]`, [markupTypes[format]]: source };
    }
    case 'progress': {
      const { label, value, total } = display;
      return { 'text/plain': total === undefined ? `${label}: ${value}` : `${label}: ${value} of ${total}` };
    }
    case 'question':
      return { 'text/plain': display.message };
    case 'widget':
      return { 'text/plain': `${display.control.label}: ${display.value}` };
  }
};
