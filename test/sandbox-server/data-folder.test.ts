import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { DataFolderError, openDataFolder } from '../../sandbox-server/data-folder.ts';

let parent: string;
beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), 'data-folder-'));
});
afterEach(() => rmSync(parent, { recursive: true, force: true }));

describe('the data folder', () => {
  test('is made, for its owner alone, with all the folders above it', () => {
    const folder = openDataFolder(join(parent, 'a', 'b'));
    expect(statSync(folder.path).mode & 0o777).toBe(0o700);
    folder.database.close();
  });

  test('says where it cannot be written, and what to set', () => {
    const file = join(parent, 'file');
    writeFileSync(file, '');
    expect(() => openDataFolder(join(file, 'data'))).toThrow(DataFolderError);
    expect(() => openDataFolder(join(file, 'data'))).toThrow(/cannot be written\. Set WORKBOOK_DATA/);
  });

  test('serves one workbook at a time', () => {
    const first = openDataFolder(parent);
    expect(() => openDataFolder(parent)).toThrow(/in use by a workbook that is running already/);
    first.database.close();
    openDataFolder(parent).database.close();
  });

  test('keeps a secret from one run to the next, readable by its owner alone', () => {
    const first = openDataFolder(parent);
    const made = first.secret('cookie');
    expect(made.length).toBeGreaterThan(20);
    expect(statSync(join(parent, 'cookie.secret')).mode & 0o777).toBe(0o600);
    first.database.close();
    const second = openDataFolder(parent);
    expect(second.secret('cookie')).toBe(made);
    expect(second.secret('cookie', 'given')).toBe('given');
    expect(second.secret('cookie')).toBe('given');
    second.database.close();
  });
});
