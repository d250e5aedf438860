import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createApp } from '../../../sandbox-server/app.ts';
import { fakeAppParts } from '../../fakes/app-parts.ts';
import { serve } from '../../support/serve.ts';

const hashOf = (script: string): string => `'sha256-${createHash('sha256').update(script).digest('base64')}'`;

/** The sources of each directive of a page's policy. */
async function policyAt(url: string): Promise<Map<string, string[]>> {
  const policy = (await fetch(url)).headers.get('content-security-policy') ?? '';
  return new Map(
    policy.split('; ').map((directive) => {
      const [name = '', ...sources] = directive.split(' ');
      return [name, sources];
    }),
  );
}

describe('the pages of the book', () => {
  let site: string;
  beforeEach(() => {
    site = mkdtempSync(join(tmpdir(), 'workbook-site-'));
    mkdirSync(join(site, '_astro'));
    writeFileSync(
      join(site, 'index.html'),
      '<script src="/_astro/page.js"></script><script>start()</script>',
    );
    writeFileSync(join(site, '404.html'), '<p>Nothing here.</p><script type="module">seek()</script>');
    writeFileSync(join(site, '_astro', 'worker.js'), 'work()');
  });
  afterEach(() => rmSync(site, { recursive: true, force: true }));

  test('run scripts of their own files, those that were built into them, and no other', async () => {
    await using server = await serve(createApp(fakeAppParts({ site })));
    const scripts = (await policyAt(`${server.url}/`)).get('script-src');
    expect(scripts).toEqual(["'self'", "'wasm-unsafe-eval'", hashOf('start()')]);
  });

  test('load nothing from elsewhere, send nothing there, and are framed by no other site', async () => {
    await using server = await serve(createApp(fakeAppParts({ site })));
    const policy = await policyAt(`${server.url}/`);
    expect(policy.get('default-src')).toEqual(["'none'"]);
    expect(policy.get('connect-src')).toEqual(["'self'"]);
    expect(policy.get('form-action')).toEqual(["'none'"]);
    expect(policy.get('base-uri')).toEqual(["'none'"]);
    expect(policy.get('frame-ancestors')).toEqual(["'self'"]);
    for (const sources of policy.values()) {
      for (const source of sources) expect(source).toMatch(/^'|^data:$/);
    }
  });

  test('have it also where nothing was found', async () => {
    await using server = await serve(createApp(fakeAppParts({ site })));
    expect((await fetch(`${server.url}/nowhere/`)).status).toBe(404);
    expect((await policyAt(`${server.url}/nowhere/`)).get('script-src')).toContain(hashOf('seek()'));
  });

  test('bind their workers too', async () => {
    await using server = await serve(createApp(fakeAppParts({ site })));
    const policy = await policyAt(`${server.url}/_astro/worker.js`);
    expect(policy.get('script-src')).toEqual(["'self'", "'wasm-unsafe-eval'"]);
    expect(policy.get('connect-src')).toEqual(["'self'"]);
  });

  test('have the policy of what they are now, when they were built again', async () => {
    await using server = await serve(createApp(fakeAppParts({ site })));
    await policyAt(`${server.url}/`);
    writeFileSync(join(site, 'index.html'), '<script>startAnew()</script>');
    const later = new Date(Date.now() + 5000);
    utimesSync(join(site, 'index.html'), later, later);
    const scripts = (await policyAt(`${server.url}/`)).get('script-src');
    expect(scripts).toContain(hashOf('startAnew()'));
    expect(scripts).not.toContain(hashOf('start()'));
  });
});
