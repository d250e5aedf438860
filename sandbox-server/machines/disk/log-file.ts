import { FileError } from './file-error.ts';
import { folderOf } from './paths.ts';
import type { Tree } from './tree.ts';

const MOST = 512 * 1024;

/** Adds to a log, and begins a new one when it has grown large; on a full disk the text is lost, as it is. */
export function appendLog(tree: Tree, path: string, text: string): void {
  if (path === '/dev/null') return;
  try {
    tree.makeFolder(folderOf(path), true);
    const node = tree.find(path);
    if (node && tree.size(node) > MOST) tree.move(path, `${path}.1`);
    tree.write(path, new TextEncoder().encode(text), 'append');
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
  }
}
