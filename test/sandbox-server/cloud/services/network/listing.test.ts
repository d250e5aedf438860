import { describe, expect, it } from 'vitest';
import { neutronError, openNetworkCloud } from '../../../../fakes/network-cloud.ts';

const three = async () => {
  const parts = await openNetworkCloud();
  for (const name of ['a', 'b', 'c']) await parts.ana.make('networks', 'network', { name });
  return parts;
};
const own = 'networks?project_id=project-ana';

describe('lists', () => {
  it('are filtered by any attribute, of several values by any', async () => {
    const { ana } = await three();
    const named = await ana.ask('GET', 'networks?name=a&name=c&fields=name&sort_key=name&sort_dir=desc');
    expect(named.body).toEqual({ networks: [{ name: 'c' }, { name: 'a' }] });
    const external = await ana.ask('GET', 'networks?router:external=True&fields=name');
    expect(external.body).toEqual({ networks: [{ name: 'public' }] });
  });

  it('come in pages, with links to the next and to the one before', async () => {
    const { ana } = await three();
    const first = await ana.ask('GET', `${own}&limit=2&fields=name&fields=id&sort_key=name&sort_dir=asc`);
    expect(first.body).toMatchObject({ networks: [{ name: 'a' }, { name: 'b' }] });
    const links: unknown = Object(first.body).networks_links;
    expect(links).toMatchObject([{ rel: 'next' }, { rel: 'previous' }]);
    const href = String(Object(links)[0].href);
    const second = await ana.ask('GET', href.slice(href.indexOf('networks?')));
    expect(second.body).toMatchObject({ networks: [{ name: 'c' }], networks_links: [{ rel: 'previous' }] });
  });

  it.each([
    ['sort_key=name', 'The number of sort_keys and sort_dirs must be same'],
    ['sort_key=wings&sort_dir=asc', "['wings'] is invalid attribute for sort_keys"],
    ['limit=-1', "Limit must be an integer 0 or greater and not '-1'"],
  ])('refuse %s', async (query, message) => {
    const { ana } = await three();
    expect(await ana.ask('GET', `${own}&${query}`)).toEqual({
      status: 400,
      body: neutronError('HTTPBadRequest', message),
    });
  });

  it('refuse a marker that is nothing', async () => {
    const { ana } = await three();
    expect((await ana.ask('GET', `${own}&limit=1&marker=nothing`)).status).toBe(404);
  });

  it('are filtered by tags', async () => {
    const { ana } = await three();
    const { id } = await ana.make('networks', 'network', { name: 'd' });
    const put = await ana.ask('PUT', `networks/${id}/tags`, { tags: ['red', 'blue'] });
    expect(put).toEqual({ status: 200, body: { tags: ['red', 'blue'] } });
    expect((await ana.ask('GET', 'networks?tags=red,blue&fields=name')).body).toEqual({
      networks: [{ name: 'd' }],
    });
    expect((await ana.ask('DELETE', `networks/${id}/tags/red`)).status).toBe(204);
    expect((await ana.ask('GET', 'networks?tags=red')).body).toEqual({ networks: [] });
    expect((await ana.ask('GET', `networks/${id}/tags/red`)).status).toBe(404);
    expect((await ana.ask('PUT', `networks/${id}/tags/green`)).status).toBe(201);
    expect((await ana.ask('GET', `networks/${id}/tags`)).body).toEqual({ tags: ['blue', 'green'] });
  });
});
