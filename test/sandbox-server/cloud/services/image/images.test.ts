import { beforeEach, describe, expect, test } from 'vitest';
import { openPocket, type Person } from '../../../../fakes/pocket.ts';

const PATH = '/image/v2/images';
let pocket: Awaited<ReturnType<typeof openPocket>>;
let ana: Person;
beforeEach(async () => {
  pocket = await openPocket();
  ana = pocket.ana;
});

async function make(person: Person, changes: object = {}): Promise<string> {
  const body = { name: 'own', disk_format: 'raw', container_format: 'bare', ...changes };
  return (await person.ask('POST', PATH, { body })).textAt('id');
}

const octets = { headers: { 'content-type': 'application/octet-stream' } };
const patch = { 'content-type': 'application/openstack-images-v2.1-json-patch' };
const change = (person: Person, id: string, ...changes: object[]) =>
  person.ask('PATCH', `${PATH}/${id}`, { raw: JSON.stringify(changes), headers: patch });

test('a new cloud has public images, whose data is what their checksums say', async () => {
  const list = await ana.ask('GET', `${PATH}?sort=name:asc`);
  expect(list.each('name', 'images')).toEqual(['cirros-0.6.3', 'debian-12', 'ubuntu-24.04']);
  const request = new Request(`http://cloud.test/cloud${PATH}/${list.textAt('images', 0, 'id')}/file`, {
    headers: { 'x-auth-token': ana.token },
  });
  const data = await (await pocket.cloud.fetch(request)).arrayBuffer();
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-512', data)).toHex();
  expect(list.at('images', 0, 'os_hash_value')).toBe(hash);
  expect(list.at('images', 0, 'size')).toBe(data.byteLength);
});

describe('an image', () => {
  test('is queued until its data comes, then active, with its checksums', async () => {
    const id = await make(ana, { tags: ['b', 'a'], os_distro: 'none' });
    const queued = await ana.ask('GET', `${PATH}/${id}`);
    expect([queued.at('status'), queued.at('size'), queued.at('os_distro')]).toEqual([
      'queued',
      null,
      'none',
    ]);
    expect((await ana.ask('GET', `${PATH}/${id}/file`)).status).toBe(204);
    expect((await ana.ask('PUT', `${PATH}/${id}/file`, { ...octets, raw: 'abc' })).status).toBe(204);
    const active = await ana.ask('GET', `${PATH}/${id}`);
    expect(active.body).toMatchObject({
      status: 'active',
      size: 3,
      virtual_size: 3,
      checksum: '900150983cd24fb0d6963f7d28e17f72',
      os_hash_algo: 'sha512',
    });
    expect((await ana.ask('GET', `${PATH}/${id}/file`)).text).toBe('abc');
    const again = await ana.ask('PUT', `${PATH}/${id}/file`, { ...octets, raw: 'x' });
    expect(again.textAt('message')).toContain('Image status transition from active to saving is not allowed');
  });

  test('gives a part of its data, and refuses one that it does not have', async () => {
    const id = await make(ana);
    await ana.ask('PUT', `${PATH}/${id}/file`, { ...octets, raw: '0123456789' });
    const part = (range: string) => ana.ask('GET', `${PATH}/${id}/file`, { headers: { range } });
    const middle = await part('bytes=2-4');
    expect([middle.status, middle.text, middle.headers.get('content-range')]).toEqual([
      206,
      '234',
      'bytes 2-4/10',
    ]);
    expect((await part('bytes=-3')).text).toBe('789');
    expect((await part('bytes=20-30')).status).toBe(416);
  });

  test('takes octets alone, and not more than its limit', async () => {
    const id = await make(ana);
    const typed = await ana.ask('PUT', `${PATH}/${id}/file`, {
      raw: 'x',
      headers: { 'content-type': 'text/plain' },
    });
    expect(typed.status).toBe(415);
    const headers = { ...octets.headers, 'content-length': String(100 * 1024 * 1024) };
    expect((await ana.ask('PUT', `${PATH}/${id}/file`, { raw: 'x', headers })).status).toBe(413);
    expect((await ana.ask('GET', `${PATH}/${id}`)).at('status')).toBe('queued');
  });

  test('is gone with its data when deleted, unless it is protected', async () => {
    const id = await make(ana, { protected: true });
    await ana.ask('PUT', `${PATH}/${id}/file`, { ...octets, raw: 'abc' });
    expect((await ana.ask('DELETE', `${PATH}/${id}`)).textAt('message')).toContain('is protected');
    await change(ana, id, { op: 'replace', path: '/protected', value: false });
    expect((await ana.ask('DELETE', `${PATH}/${id}`)).status).toBe(204);
    expect((await ana.ask('GET', `${PATH}/${id}`)).status).toBe(404);
    expect([...pocket.store.load(`image-data/${id}`)]).toEqual([]);
  });

  test("of one project is not there for another, and public ones are nobody's to change", async () => {
    const id = await make(ana);
    expect((await pocket.ben.ask('GET', `${PATH}/${id}`)).status).toBe(404);
    const common = (await ana.ask('GET', `${PATH}?visibility=public`)).textAt('images', 0, 'id');
    expect((await ana.ask('DELETE', `${PATH}/${common}`)).status).toBe(403);
    const published = await ana.ask('POST', PATH, { body: { name: 'x', visibility: 'public' } });
    expect(published.textAt('message')).toContain('not authorized to complete publicize_image action');
  });

  test('that is deactivated is not given out', async () => {
    const id = await make(ana);
    await ana.ask('PUT', `${PATH}/${id}/file`, { ...octets, raw: 'abc' });
    await ana.ask('POST', `${PATH}/${id}/actions/deactivate`);
    expect((await ana.ask('GET', `${PATH}/${id}/file`)).status).toBe(403);
    await ana.ask('POST', `${PATH}/${id}/actions/reactivate`);
    expect((await ana.ask('GET', `${PATH}/${id}/file`)).text).toBe('abc');
  });
});

describe('changing an image', () => {
  test('adds, replaces and removes', async () => {
    const id = await make(ana);
    const reply = await change(
      ana,
      id,
      { op: 'replace', path: '/name', value: 'new' },
      { op: 'add', path: '/color', value: 'blue' },
      { op: 'replace', path: '/tags', value: ['t'] },
    );
    expect(reply.body).toMatchObject({ name: 'new', color: 'blue', tags: ['t'] });
    expect((await change(ana, id, { op: 'remove', path: '/color' })).at('color')).toBeUndefined();
  });

  test.each([
    [{ op: 'remove', path: '/color' }, 409, 'Property color does not exist.'],
    [{ op: 'replace', path: '/status', value: 'queued' }, 403, "Attribute 'status' is read-only."],
    [{ op: 'explode', path: '/name' }, 400, 'Invalid operation: `explode`'],
    [{ op: 'replace', path: '/visibility', value: 'public' }, 403, 'publicize_image'],
    [{ op: 'replace', path: '/name', value: 5 }, 400, "5 is not of type 'string'"],
    [{ op: 'remove', path: '/name' }, 403, 'Property name may not be removed.'],
  ])('%j is %i', async (one, status, words) => {
    const reply = await change(ana, await make(ana), one);
    expect(reply.status).toBe(status);
    expect(reply.textAt('message')).toContain(words);
  });

  test('is done by JSON patch alone', async () => {
    const id = await make(ana);
    const reply = await ana.ask('PATCH', `${PATH}/${id}`, { body: [{ op: 'remove', path: '/a' }] });
    expect(reply.status).toBe(415);
    expect(reply.headers.get('accept-patch')).toContain('openstack-images-v2.1-json-patch');
  });

  test('tags come and go one by one', async () => {
    const id = await make(ana);
    expect((await ana.ask('PUT', `${PATH}/${id}/tags/red`)).status).toBe(204);
    expect((await ana.ask('GET', `${PATH}/${id}`)).at('tags')).toEqual(['red']);
    expect((await ana.ask('DELETE', `${PATH}/${id}/tags/red`)).status).toBe(204);
    expect((await ana.ask('DELETE', `${PATH}/${id}/tags/red`)).status).toBe(404);
  });
});

describe('the list of images', () => {
  test('is paged, in the order asked for', async () => {
    const first = await ana.ask('GET', `${PATH}?limit=2&sort=name:desc`);
    expect(first.each('name', 'images')).toEqual(['ubuntu-24.04', 'debian-12']);
    const second = await ana.ask('GET', `/image${first.textAt('next')}`);
    expect(second.each('name', 'images')).toEqual(['cirros-0.6.3']);
    expect(second.at('next')).toBeUndefined();
  });

  test.each([
    ['name=debian-12', ['debian-12']],
    ['os_distro=ubuntu', ['ubuntu-24.04']],
    ['name=in:debian-12,cirros-0.6.3&sort=name:asc', ['cirros-0.6.3', 'debian-12']],
    ['visibility=private', []],
    ['status=queued', []],
    ['size_max=70000', ['cirros-0.6.3']],
  ])('%s', async (query, names) => {
    expect((await ana.ask('GET', `${PATH}?${query}`)).each('name', 'images')).toEqual(names);
  });

  test.each([
    ['limit=minus', 'limit param must be an integer'],
    ['sort_key=wrong', 'Invalid sort key: wrong.'],
    ['marker=00000000-0000-0000-0000-000000000000', 'No image found with ID'],
    ['visibility=secret', 'Invalid visibility value: secret'],
  ])('%s is a bad request', async (query, words) => {
    const reply = await ana.ask('GET', `${PATH}?${query}`);
    expect(reply.status).toBe(400);
    expect(reply.textAt('message')).toContain(words);
  });
});

test('a shared image is in the list of who accepted it', async () => {
  const { ben } = pocket;
  const id = await make(ana);
  const names = async (): Promise<unknown[]> =>
    (await ben.ask('GET', `${PATH}?visibility=shared`)).each('id', 'images');
  await ana.ask('POST', `${PATH}/${id}/members`, { body: { member: ben.project } });
  expect((await ben.ask('GET', `${PATH}/${id}`)).status).toBe(200);
  expect(await names()).toEqual([]);
  const accepted = { body: { status: 'accepted' } };
  expect((await ana.ask('PUT', `${PATH}/${id}/members/${ben.project}`, accepted)).status).toBe(403);
  expect((await ben.ask('PUT', `${PATH}/${id}/members/${ben.project}`, accepted)).status).toBe(200);
  expect(await names()).toEqual([id]);
  const twice = await ana.ask('POST', `${PATH}/${id}/members`, { body: { member: ben.project } });
  expect(twice.status).toBe(409);
  await ana.ask('DELETE', `${PATH}/${id}/members/${ben.project}`);
  expect((await ben.ask('GET', `${PATH}/${id}`)).status).toBe(404);
});

test.each([
  [{ disk_format: 'floppy' }, "'floppy' is not one of ["],
  [{ name: 5 }, "5 is not of type 'string'"],
  [{ id: 'not-a-uuid' }, "'not-a-uuid' does not match"],
  [{ color: 5 }, "5 is not of type 'string'"],
])('an image with %j is refused', async (body, words) => {
  const reply = await ana.ask('POST', PATH, { body });
  expect(reply.status).toBe(400);
  expect(reply.textAt('message')).toContain(words);
});

test('schemas and discovery are there for clients that look', async () => {
  expect((await ana.ask('GET', '/image/v2/schemas/image')).at('name')).toBe('image');
  expect((await ana.ask('GET', '/image/v2/schemas/images')).at('properties', 'images', 'type')).toBe('array');
  const versions = await pocket.nobody.ask('GET', '/image');
  expect([versions.status, versions.at('versions', 0, 'status')]).toEqual([300, 'CURRENT']);
});
