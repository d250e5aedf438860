import { OpenStackError } from 'openstack';
import { describe, expect, it } from 'vitest';
import { wordsOf } from '../../../../sandbox-server/library/openstack/error.ts';
import { ScriptedCloud } from './scripted-cloud.ts';

describe('the words of a refusal', () => {
  it.each([
    ['Nova', '{"itemNotFound": {"code": 404, "message": "Flavor 9 could not be found."}}'],
    ['Keystone', '{"error": {"code": 404, "message": "Flavor 9 could not be found.", "title": "Not Found"}}'],
    ['Neutron', '{"NeutronError": {"type": "X", "message": "Flavor 9 could not be found.", "detail": ""}}'],
    ['Neutron of old', '{"NeutronError": "Flavor 9 could not be found."}'],
    [
      'Glance',
      '<html>\n <head>\n  <title>404 Not Found</title>\n </head>\n <body>\n  Flavor 9 could not be found.<br /><br />\n </body>\n</html>',
    ],
  ])('are found where %s puts them', (_, body) => {
    expect(wordsOf(body)).toBe('Flavor 9 could not be found.');
  });
});

it('carries status, service, request id, and what was asked', async () => {
  const cloud = await new ScriptedCloud(() => ({
    status: 403,
    headers: { 'x-openstack-request-id': 'req-1' },
    body: { forbidden: { code: 403, message: 'Quota exceeded for instances.' } },
  })).connect();
  const error = await cloud.compute.servers.get('s1').catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(OpenStackError);
  expect(error).toMatchObject({
    name: 'OpenStackError',
    message: '403 from compute: Quota exceeded for instances. (req-1)',
    status: 403,
    service: 'compute',
    words: 'Quota exceeded for instances.',
    requestId: 'req-1',
    method: 'GET',
    url: 'http://cloud.test/compute/v2.1/servers/s1',
  });
});

it('has status 0 and keeps the cause when nothing answers', async () => {
  const scripted = new ScriptedCloud();
  const cause = new TypeError('connection refused');
  scripted.world.fetch = () => Promise.reject(cause);
  await expect(scripted.connect()).rejects.toMatchObject({ name: 'OpenStackError', status: 0, cause });
});

it('lets whoever stopped a call see their own reason', async () => {
  const scripted = new ScriptedCloud();
  const cloud = await scripted.connect();
  scripted.world.fetch = (_, init) => {
    init.signal?.throwIfAborted();
    return Promise.reject(new Error('the signal did not arrive'));
  };
  const stopped = new Error('I changed my mind');
  const { signal } = { signal: AbortSignal.abort(stopped) };
  await expect(cloud.compute.servers.get('s1', { signal })).rejects.toBe(stopped);
});
