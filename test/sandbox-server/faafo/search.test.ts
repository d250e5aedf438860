import { beforeEach, describe, expect, it } from 'vitest';
import { type OpenApi, openApi, uuidsOf } from './open-api.ts';

let faafo: OpenApi;

beforeEach(async () => {
  faafo = await openApi();
});

describe('GET /v1/fractal', () => {
  it.each([
    [{ filters: [{ name: 'width', op: 'gt', val: 18 }] }, ['u009', 'u010']],
    [{ filters: [{ name: 'width', op: '<=', val: 11 }] }, ['u000', 'u001']],
    [{ filters: [{ name: 'uuid', op: 'in', val: ['u003', 'u007', 'x'] }] }, ['u003', 'u007']],
    [{ filters: [{ name: 'uuid', op: 'like', val: '%10' }] }, ['u010']],
    [{ filters: [{ name: 'checksum', op: 'is_not_null' }] }, ['u004']],
    [
      {
        filters: [
          { name: 'checksum', op: 'eq', val: null },
          { name: 'width', op: '<', val: 11 },
        ],
      },
      ['u000'],
    ],
    [
      {
        filters: [
          {
            or: [
              { name: 'uuid', op: '==', val: 'u001' },
              { name: 'width', op: 'eq', val: 12 },
            ],
          },
        ],
      },
      ['u001', 'u002'],
    ],
    [{ filters: [{ name: 'height', op: 'gt', field: 'width' }] }, []],
    [{ order_by: [{ field: 'width', direction: 'desc' }], limit: 2 }, ['u010', 'u009']],
    [{ limit: 3, offset: 9 }, ['u009', 'u010']],
  ])('searches with q=%j', async (q, uuids) => {
    await faafo.fill(11);
    await faafo.put('u004', { checksum: 'ab', size: 3 });
    const body = await (await faafo.ask(`/v1/fractal?q=${encodeURIComponent(JSON.stringify(q))}`)).json();
    expect(uuidsOf(body)).toEqual(uuids);
    expect(body.num_results).toBe(uuids.length);
  });

  it.each([
    ['{', 400, { message: 'Unable to decode data' }],
    [
      '{"single":true,"filters":[{"name":"uuid","op":"eq","val":"none"}]}',
      404,
      { message: 'No result found' },
    ],
    ['{"single":true}', 400, { message: 'Multiple results found' }],
    ['{"filters":[{"name":"password","op":"eq","val":1}]}', 400, { message: 'Unable to construct query' }],
    [
      '{"filters":[{"name":"uuid","op":"constructor","val":1}]}',
      400,
      { message: 'Unable to construct query' },
    ],
    ['{"order_by":[{"field":"uuid; DROP TABLE fractal"}]}', 400, { message: 'Unable to construct query' }],
    ['{"filters":5}', 400, { message: 'Unable to construct query' }],
  ])('answers a search for %s with %d', async (q, status, answer) => {
    await faafo.fill(2);
    const response = await faafo.ask(`/v1/fractal?q=${encodeURIComponent(q)}`);
    expect([response.status, await response.json()]).toEqual([status, answer]);
  });

  it('gives the single match itself', async () => {
    await faafo.fill(3);
    const q = { single: true, filters: [{ name: 'uuid', op: 'eq', val: 'u001' }] };
    const response = await faafo.ask(`/v1/fractal?q=${encodeURIComponent(JSON.stringify(q))}`);
    expect(await response.json()).toMatchObject({ uuid: 'u001', width: 11 });
  });
});
