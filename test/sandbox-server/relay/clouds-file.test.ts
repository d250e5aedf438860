import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { CloudsFileError, readCloud } from '../../../sandbox-server/relay/clouds-file.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'clouds-file-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function write(text: string): string {
  const file = join(folder, 'clouds.yaml');
  writeFileSync(file, text);
  return file;
}

describe('a clouds.yaml', () => {
  test('gives the cloud that is asked for', () => {
    const file = write(
      'clouds: { uni: { auth: { auth_url: "https://keystone.example:5000/v3", username: ada, password: x, project_name: p } } }',
    );
    expect(readCloud('uni', ['/nowhere/clouds.yaml', file])).toMatchObject({
      auth: { auth_url: 'https://keystone.example:5000/v3', username: 'ada' },
      interface: 'public',
    });
  });

  test('that is not there: says where to put one', () => {
    expect(() => readCloud('uni', [join(folder, 'clouds.yaml')])).toThrow(CloudsFileError);
    expect(() => readCloud('uni', [join(folder, 'clouds.yaml')])).toThrow(
      /there is no clouds\.yaml\. Put one at/,
    );
  });

  test('without that cloud: says which there are', () => {
    const file = write('clouds: { a: {}, b: {} }');
    expect(() => readCloud('uni', [file])).toThrow(/has no cloud "uni"; it has a, b/);
  });

  test('with an entry that does not say where: names the field', () => {
    const file = write('clouds: { uni: { auth: { username: ada } } }');
    expect(() => readCloud('uni', [file])).toThrow(/clouds\.uni\.auth\.auth_url/);
  });

  test('that is something else: says so', () => {
    expect(() => readCloud('uni', [write('- a list')])).toThrow(/no "clouds:"/);
  });
});
