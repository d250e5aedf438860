import { beforeEach, describe, expect, it } from 'vitest';
import { createFaafoApi } from '../../../sandbox-server/faafo/api.ts';
import { faafoClient } from '../../../sandbox-server/faafo/client.ts';
import { openSqlite } from '../../../sandbox-server/faafo/sqlite.ts';
import { type FractalStore, openFractalStore } from '../../../sandbox-server/faafo/store.ts';
import { numbers } from '../../fakes/numbers.ts';
import { task } from '../../fakes/task.ts';

let store: FractalStore;
let out: string[];
let errors: string[];
let log: string[];
let asked: string[];
let posted: unknown[];
let api: ReturnType<typeof createFaafoApi>;

beforeEach(async () => {
  store = await openFractalStore(openSqlite(':memory:'));
  api = createFaafoApi({ store, added: () => undefined, random: numbers(1) });
  out = [];
  errors = [];
  log = [];
  asked = [];
  posted = [];
});

function faafo(line: string, random: () => number = numbers(2)): Promise<number> {
  let ids = 0;
  return faafoClient({
    args: line.split(' ').filter((word) => word !== ''),
    fetch: (url, init) => {
      asked.push(`${init.method ?? 'GET'} ${url}`);
      if (init.body) posted.push(JSON.parse(String(init.body)));
      return api.fetch(new Request(url, init));
    },
    print: (text) => out.push(text),
    complain: (text) => errors.push(text),
    log: (level, logger, message) => log.push(`${level} ${logger} ${message}`),
    random,
    id: () => {
      ids += 1;
      return `uuid-${ids}`;
    },
  });
}

const row = (uuid: string) => task(uuid, { xa: -1.774885883890001 });

describe('faafo create', () => {
  it('posts tasks within the ranges of the original, with eight fields each', async () => {
    expect(await faafo('create --tasks 5')).toBe(0);
    expect(posted).toHaveLength(5);
    expect(log).toEqual(['INFO faafo.client generating 5 task(s)']);
    expect(out).toEqual([]);
    for (const each of posted) {
      expect(Object.keys(each ?? {})).toEqual([
        'uuid',
        'width',
        'height',
        'iterations',
        'xa',
        'xb',
        'ya',
        'yb',
      ]);
    }
    expect((await store.unsent()).map(({ uuid }) => uuid)).toEqual([
      'uuid-1',
      'uuid-2',
      'uuid-3',
      'uuid-4',
      'uuid-5',
    ]);
  });

  it.each([
    ['lower', 0, { width: 256, height: 256, iterations: 128, xa: -1, xb: 1, ya: -0.5, yb: 0.5 }],
    ['upper', 1 - 2 ** -53, { width: 1024, height: 1024, iterations: 512, xa: -4, xb: 4, ya: -3, yb: 3 }],
  ])('reaches the %s end of each range', async (_, u, ends) => {
    await faafo('create --tasks 1', () => u);
    for (const [name, value] of Object.entries(ends)) {
      expect(Object.entries(posted[0] ?? {}).find(([key]) => key === name)?.[1]).toBeCloseTo(value, 10);
    }
  });

  it('draws how many as well, and each number in the order of the original', async () => {
    const draws = [0.15, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7];
    await faafo('create', () => draws.shift() ?? 0);
    expect(posted[0]).toEqual({
      uuid: 'uuid-1',
      width: 256 + Math.floor(0.1 * 769),
      height: 256 + Math.floor(0.2 * 769),
      iterations: 128 + Math.floor(0.3 * 385),
      xa: -1 + -3 * 0.4,
      xb: 1 + 3 * 0.5,
      ya: -0.5 + -2.5 * 0.6,
      yb: 0.5 + 2.5 * 0.7,
    });
    expect(posted).toHaveLength(2);
  });

  it('takes values, which win, and ranges', async () => {
    await faafo(
      'create --tasks=1 --width 9999 --min-width 3 --xa -1.5 --min-height 300 --max-height 300 --yb=2',
    );
    expect(posted[0]).toMatchObject({ width: 9999, height: 300, xa: -1.5, yb: 2 });
  });

  it('says how many the API refused, which the original did not notice', async () => {
    expect(await faafo('create --tasks 2 --width 1')).toBe(0);
    expect(errors).toEqual(['faafo: the API refused 2 of 2 task(s)']);
  });
});

describe('faafo list', () => {
  it('prints the table of the original, drawn and pending', async () => {
    await store.add(row('28d6f498-745e-47d0-b9d0-b85ee1a28643'));
    await store.add({ ...row('b'), width: 1000, height: 1000 });
    await store.change('28d6f498-745e-47d0-b9d0-b85ee1a28643', { checksum: 'x', size: 146 });
    expect(await faafo('list')).toBe(0);
    expect(out.join('\n')).toBe(
      `
+--------------------------------------+--------------------+-----------+
|                 UUID                 |     Dimensions     |  Filesize |
+--------------------------------------+--------------------+-----------+
| 28d6f498-745e-47d0-b9d0-b85ee1a28643 |    8 x 6 pixels    | 146 bytes |
|                  b                   | 1000 x 1000 pixels |  0 bytes  |
+--------------------------------------+--------------------+-----------+`.trim(),
    );
    expect(log).toEqual(['INFO faafo.client listing all fractals']);
  });

  it('prints the head alone when there is none', async () => {
    await faafo('list');
    expect(out.join('\n')).toBe(
      `
+------+------------+----------+
| UUID | Dimensions | Filesize |
+------+------------+----------+
+------+------------+----------+`.trim(),
    );
  });

  it('reads page after page', async () => {
    for (let k = 0; k < 21; k += 1) await store.add(row(`u${k}`));
    await faafo('--endpoint-url http://10.0.0.5/ list');
    expect(asked).toEqual([1, 2, 3].map((page) => `GET http://10.0.0.5/v1/fractal?page=${page}`));
    expect(out.join('\n').split('\n')).toHaveLength(21 + 4);
  });
});

describe('faafo show', () => {
  it('prints the table of the original', async () => {
    await store.add(row('28d6f498-745e-47d0-b9d0-b85ee1a28643'));
    await store.change('28d6f498-745e-47d0-b9d0-b85ee1a28643', {
      duration: 0.000874,
      checksum: 'abd2176fadb81ce0decd8cad0d1451c04b92d335a55cacfc545e05b68518a4fd',
      size: 146,
      generated_by: 'app-worker-1',
    });
    expect(await faafo('show 28d6f498-745e-47d0-b9d0-b85ee1a28643')).toBe(0);
    expect(out.join('\n')).toBe(
      `
+--------------+------------------------------------------------------------------+
| Parameter    | Value                                                            |
+--------------+------------------------------------------------------------------+
| uuid         | 28d6f498-745e-47d0-b9d0-b85ee1a28643                             |
| duration     | 0.000874 seconds                                                 |
| dimensions   | 8 x 6 pixels                                                     |
| iterations   | 255                                                              |
| xa           | -1.77488588389                                                   |
| xb           | 2.0                                                              |
| ya           | -1.5                                                             |
| yb           | 1.5                                                              |
| size         | 146 bytes                                                        |
| checksum     | abd2176fadb81ce0decd8cad0d1451c04b92d335a55cacfc545e05b68518a4fd |
| generated_by | app-worker-1                                                     |
+--------------+------------------------------------------------------------------+`.trim(),
    );
  });

  it('shows a fractal that is pending, at which the original broke', async () => {
    await store.add(row('a'));
    expect(await faafo('show a')).toBe(0);
    expect(out.join('\n')).toContain('| duration     | pending ');
  });

  it('says in its log that there is none', async () => {
    expect(await faafo('show none')).toBe(0);
    expect(log).toEqual([
      'INFO faafo.client showing fractal none',
      "ERROR faafo.client fractal 'none' not found",
    ]);
    expect(out).toEqual([]);
  });
});

describe('faafo delete and get', () => {
  it('delete, silently, also what is not there', async () => {
    await store.add(row('a'));
    expect(await faafo('--debug delete a')).toBe(0);
    expect(await faafo('delete a')).toBe(0);
    expect(log).toEqual([
      'INFO faafo.client deleting fractal a',
      'DEBUG faafo.client result: <Response [204]>',
      'INFO faafo.client deleting fractal a',
    ]);
    expect(await store.get('a')).toBeUndefined();
  });

  it('get says that it is not implemented, as in the original', async () => {
    expect(await faafo('get a')).toBe(0);
    expect(log).toEqual(["ERROR faafo.client command 'download' not yet implemented"]);
  });
});

describe('the command line', () => {
  it('is explained, with its five commands', async () => {
    expect(await faafo('--help')).toBe(0);
    for (const command of ['create', 'delete', 'show', 'get', 'list'])
      expect(out.join()).toContain(`  ${command} `);
    await faafo('create --help');
    expect(out.join()).toContain('--min-iterations');
  });

  it.each([
    ['', 'too few arguments'],
    ['draw', "invalid choice: 'draw' (choose from create,delete,show,get,list)"],
    ['show', 'too few arguments'],
    ['show a b', 'unrecognized arguments: b'],
    ['create --colour red', 'unrecognized arguments: --colour'],
    ['create --width', 'argument --width: expected one argument'],
    ['create --width 12.5', "argument --width: invalid int value: '12.5'"],
    ['create --xa left', "argument --xa: invalid float value: 'left'"],
  ])('"%s" makes no sense: status 2', async (line, words) => {
    expect(await faafo(line)).toBe(2);
    expect(errors.join()).toContain(`faafo: error: ${words}`);
    expect(asked).toEqual([]);
  });

  it.each([
    [
      'cannot be reached',
      async () => Promise.reject(new TypeError('connection refused')),
      'cannot reach http://localhost: connection refused',
    ],
    [
      'answers a page',
      async () => new Response('<html>'),
      'http://localhost does not answer like faafo: its answer is not JSON',
    ],
    ['answers something else', async () => Response.json({}), 'http://localhost does not answer like faafo'],
  ])('says when the API %s: status 1', async (_, fetch, words) => {
    const status = await faafoClient({
      args: ['list'],
      fetch,
      print: (text) => out.push(text),
      complain: (text) => errors.push(text),
    });
    expect([status, errors]).toEqual([1, [`faafo: ${words}`]]);
  });
});
