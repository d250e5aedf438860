import { expect, test } from 'vitest';
import { openPocket } from '../../../../fakes/pocket.ts';

test('identity tells its version to whoever asks, with the address they came to', async () => {
  const { nobody } = await openPocket();
  const root = await nobody.ask('GET', '/identity');
  expect(root.status).toBe(300);
  expect(root.headers.get('location')).toBe('http://cloud.test/cloud/identity/v3/');
  const v3 = await nobody.ask('GET', '/identity/v3');
  expect(v3.at('version', 'links', 0, 'href')).toBe('http://cloud.test/cloud/identity/v3/');
});
