import { describe, expect, test } from 'vitest';
import { FileError } from '../../../../sandbox-server/machines/disk/file-error.ts';
import { Tree } from '../../../../sandbox-server/machines/disk/tree.ts';
import { MemoryDisks } from '../../../fakes/memory-disks.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const read = (tree: Tree, path: string): string => new TextDecoder().decode(tree.read(path));

function plant(limits = { bytes: 100_000, entries: 50 }) {
  const disk = new MemoryDisks().open('m');
  return { disk, tree: new Tree(disk, limits, () => 1), again: () => new Tree(disk, limits, () => 1) };
}

describe('the files of a machine', () => {
  test('are found again by whoever opens the disk next', () => {
    const { tree, again } = plant();
    tree.makeFolder('/a/b', true);
    tree.write('/a/b/c', bytes('one'));
    tree.write('/a/b/c', bytes(' two'), 'append');
    tree.makeLink('../b/c', '/a/b/link');
    tree.makeHardLink('/a/b/c', '/hard');
    const later = again();
    expect([...later.paths()].toSorted()).toEqual(['/a', '/a/b', '/a/b/c', '/a/b/link', '/hard']);
    expect(read(later, '/a/b/link')).toBe('one two');
    expect(later.usage()).toEqual(tree.usage());
    later.remove('/a/b/c');
    expect(read(later, '/hard')).toBe('one two');
  });

  test('move with all that is in them', () => {
    const { tree, again } = plant();
    tree.makeFolder('/from/deep', true);
    tree.write('/from/deep/file', bytes('x'));
    tree.move('/from', '/to');
    expect(read(again(), '/to/deep/file')).toBe('x');
    expect(tree.find('/from')).toBeUndefined();
    expect(() => tree.move('/to', '/to/deep/inside')).toThrow('EINVAL');
  });

  test('give their room back when they go', () => {
    const { tree } = plant();
    const { used } = tree.usage();
    tree.makeFolder('/a');
    tree.write('/a/f', bytes('12345'));
    tree.makeHardLink('/a/f', '/a/g');
    tree.remove('/a', true);
    expect(tree.usage().used).toBe(used);
  });

  test.each([
    ['ENOENT', (tree: Tree) => tree.read('/nothing')],
    ['ENOENT', (tree: Tree) => tree.write('/no/folder', bytes(''))],
    ['EISDIR', (tree: Tree) => tree.write('/d', bytes(''))],
    ['EEXIST', (tree: Tree) => tree.makeFolder('/d')],
    ['ENOTEMPTY', (tree: Tree) => tree.remove('/d')],
    ['ENOTDIR', (tree: Tree) => tree.makeFolder('/d/f/g')],
    ['EPERM', (tree: Tree) => tree.remove('/', true)],
    ['ELOOP', (tree: Tree) => tree.find('/loop')],
  ])('fail with %s', (code, action) => {
    const { tree } = plant();
    tree.makeFolder('/d');
    tree.write('/d/f', bytes(''));
    tree.makeLink('/loop', '/loop');
    expect(() => action(tree)).toThrow(FileError);
    expect(() => action(tree)).toThrow(code);
  });

  test('never take more room than there is', () => {
    const { tree } = plant({ bytes: 2000, entries: 50 });
    expect(() => tree.write('/big', new Uint8Array(2001))).toThrow('ENOSPC');
    for (let file = 0; file < 10; file += 1) tree.write(`/${file}`, bytes(''));
    expect(() => tree.write('/0', new Uint8Array(1500), 'append')).toThrow('ENOSPC');
    tree.remove('/9');
    expect(tree.usage().used).toBeLessThanOrEqual(2000);
  });

  test('are never more than there may be', () => {
    const { tree } = plant({ bytes: 1_000_000, entries: 3 });
    for (const name of ['a', 'b', 'c']) tree.write(`/${name}`, bytes(''));
    expect(() => tree.makeFolder('/d')).toThrow('ENOSPC');
    tree.write('/a', bytes('still writable'));
  });
});
