import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** A book on disk for one test; it goes when the test ends. */
export const bookFolder = (files: Record<string, string>): { path: string } & Disposable => {
  const path = mkdtempSync(join(tmpdir(), 'book-'));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(path, name)), { recursive: true });
    writeFileSync(join(path, name), text);
  }
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true }) };
};

/** A page with that body. */
export const page = (body: string, title = 'A lesson'): string =>
  `---\ntitle: ${title}\ndescription: What it is.\n---\n\n${body}\n`;
