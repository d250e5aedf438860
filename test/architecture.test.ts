import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';

const root = resolve(import.meta.dirname, '..');

/**
 * The walls of the house: a room (a folder, or a file that is a room of its own) and the rooms that it has a
 * door to. The longest room that holds a file is the file's; a room always has a door to itself.
 */
const doors: Record<string, readonly string[]> = {
  'sandbox-server/protocol': [],
  'sandbox-server/cloud': [],
  'sandbox-server/faafo': [],
  'sandbox-server/machines': ['sandbox-server/faafo'],
  'sandbox-server/docker/embedded': ['sandbox-server/machines', 'sandbox-server/cloud/store.ts'],
  'sandbox-server/compile': ['sandbox-server/protocol'],
  'sandbox-server/kernel': [
    'sandbox-server/protocol',
    'sandbox-server/engines',
    'sandbox-server/compile',
    'sandbox-server/library/import-map.json',
  ],
  'sandbox-server/engines': ['sandbox-server/protocol'],
  'sandbox-server/session': [
    'sandbox-server/compile',
    'sandbox-server/kernel',
    'sandbox-server/engines',
    'sandbox-server/protocol',
  ],
  'sandbox-server/learners': [],
  'sandbox-server/docker/engine-api': [],
  'sandbox-server/docker/gateway': ['sandbox-server/docker/engine-api'],
  'sandbox-server/docker/host': [],
  'sandbox-server/relay': [],
  'sandbox-server/wire': ['sandbox-server/protocol'],
  'sandbox-server/library': [],
  'sandbox-server/outside': ['sandbox-server/library', 'sandbox-server/protocol'],
  'sandbox-server/packages': [],
  'sandbox-server/http': ['sandbox-server/protocol', 'sandbox-server/learners', 'sandbox-server/session'],
  'sandbox-server/app.ts': ['sandbox-server/http'],
  'sandbox-server/config.ts': [],
  'sandbox-server/data-folder.ts': [],
  'sandbox-server/sqlite-store.ts': [],
  'sandbox-server/disks.ts': ['sandbox-server/faafo'],
  'sandbox-server/bootstrap': [],
  'src/words': ['sandbox-server/protocol'],
  'src/bindings': [],
  'src/workbook': ['src/bindings', 'sandbox-server/protocol'],
  'src/sandbox': ['src/workbook', 'sandbox-server/protocol'],
  'src/editor': ['src/workbook', 'sandbox-server/protocol'],
  'src/embed': [
    'sandbox-server/protocol',
    'sandbox-server/packages/catalog.mjs',
    'src/editor',
    'src/elements',
    'src/sandbox',
    'src/styles',
    'src/words',
    'src/workbook',
  ],
  'src/exchange': ['src/bindings', 'src/workbook', 'sandbox-server/protocol'],
  'src/elements': [
    'src/words',
    'src/bindings',
    'src/workbook',
    'src/sandbox',
    'src/editor',
    'src/terminal',
    'src/exchange',
    'src/julia',
    'src/styles',
    'sandbox-server/protocol',
  ],
  'src/julia': ['sandbox-server/faafo/julia', 'sandbox-server/faafo/fractal.ts'],
  'src/terminal': [],
  'src/lessons': ['src/workbook'],
  'src/components': ['src/words', 'src/elements', 'src/lessons'],
  'src/pages': [
    'src/words',
    'src/components',
    'src/exchange',
    'src/lessons',
    'sandbox-server/protocol',
    'sandbox-server/packages/catalog.mjs',
  ],
};

/** Rooms that must run anywhere, a browser's worker included: nothing of Node's. */
const withoutNode = [
  'sandbox-server/cloud',
  'sandbox-server/machines',
  'sandbox-server/docker/embedded',
  'sandbox-server/protocol',
  'src/bindings',
  'src/workbook',
];

/** The only place that brings the rooms together. */
const everywhere = ['sandbox-server/main.ts', 'sandbox-server/wiring'];

function sources(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter(
      (entry) => entry.isFile() && /\.(ts|mts|mjs|astro)$/.test(entry.name) && !entry.name.endsWith('.d.ts'),
    )
    .map((entry) => relative(root, join(entry.parentPath, entry.name)))
    .filter((path) => !path.includes('julia/assembly/'));
}

const files = [...sources('sandbox-server'), ...sources('src')];
const within = (path: string, room: string): boolean => path === room || path.startsWith(`${room}/`);

function roomOf(path: string): string | undefined {
  return Object.keys(doors)
    .filter((room) => within(path, room))
    .sort((a, b) => b.length - a.length)[0];
}

function imports(path: string): string[] {
  const text = readFileSync(join(root, path), 'utf8');
  const found = text.matchAll(
    /^\s*(?:import|export)\b[^'"`;]*?\bfrom\s*['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]|^\s*import\s*['"]([^'"]+)['"]/gm,
  );
  return [...found].map((match) => match[1] ?? match[2] ?? match[3] ?? '');
}

function target(from: string, specifier: string): string | undefined {
  return specifier.startsWith('.') ? relative(root, resolve(root, dirname(from), specifier)) : undefined;
}

describe('the walls of the house', () => {
  test('every import goes through a door', () => {
    const broken = files
      .filter((path) => !everywhere.some((room) => within(path, room)))
      .flatMap((path) => {
        const room = roomOf(path);
        return imports(path).flatMap((specifier) => {
          const to = target(path, specifier.replace(/\?.*$/, ''));
          if (room === undefined || to === undefined || within(to, room)) return [];
          const open = (doors[room] ?? []).some((door) => within(to, door));
          return open || !/^(sandbox-server|src)\//.test(to) ? [] : [`${path} → ${to}`];
        });
      });
    expect(broken).toEqual([]);
  });

  test('rooms that may move to a browser import nothing of Node', () => {
    const broken = files
      .filter((path) => withoutNode.some((room) => within(path, room)))
      .flatMap((path) =>
        imports(path)
          .filter((to) => to.startsWith('node:'))
          .map((to) => `${path} → ${to}`),
      );
    expect(broken).toEqual([]);
  });

  test('what crosses a wire depends on zod alone', () => {
    const foreign = files
      .filter((path) => within(path, 'sandbox-server/protocol'))
      .flatMap(imports)
      .filter((to) => to !== 'zod' && !to.startsWith('./'));
    expect(foreign).toEqual([]);
  });

  test('the environment is read in one place', () => {
    const readers = files.filter(
      (path) =>
        /\bprocess\.env\b/.test(readFileSync(join(root, path), 'utf8')) &&
        !within(path, 'sandbox-server/bootstrap'),
    );
    expect(readers).toEqual(['sandbox-server/main.ts']);
  });

  test('every room of the tree is on the map', () => {
    const homeless = files.filter((path) => {
      const known = roomOf(path) ?? everywhere.find((room) => within(path, room));
      return known === undefined && path !== 'src/content.config.ts';
    });
    expect(homeless).toEqual([]);
  });

  test('no file is longer than 300 lines', () => {
    const long = [...files, ...sources('test'), ...sources('content')]
      .map((path) => [path, readFileSync(join(root, path), 'utf8').split('\n').length - 1] as const)
      .filter(([, lines]) => lines > 300);
    expect(long).toEqual([]);
  });
});
