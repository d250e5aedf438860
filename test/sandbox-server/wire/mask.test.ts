import { describe, expect, test } from 'vitest';
import { tellingHeaders } from '../../../sandbox-server/wire/headers.ts';
import { MASK, maskJson, maskText } from '../../../sandbox-server/wire/mask.ts';

const SECRET = 'hunter2-XYZ';
const encode = (text: string): string => new TextEncoder().encode(text).toBase64();
const decode = (text: string): string => new TextDecoder().decode(Uint8Array.fromBase64(text));

describe('the secrets of a body', () => {
  test.each([
    [
      'the password of a login',
      { auth: { identity: { password: { user: { name: 'ada', password: SECRET } } } } },
    ],
    ['the token of a login', { auth: { identity: { methods: ['token'], token: { id: SECRET } } } }],
    ['an application credential', { application_credential: { id: 'a', secret: SECRET } }],
    ['the administrator of a server', { server: { adminPass: SECRET } }],
    ['a changed password', { user: { password: SECRET, original_password: SECRET } }],
    ['several of them', { passwords: [SECRET, SECRET] }],
    ['a number', { server: { adminPass: 4242421 } }, '4242421'],
    ['the metadata of a server', { server: { metadata: { 'DB-Password': SECRET } } }],
    ['a private key by its name', { keypair: { private_key: SECRET } }],
    [
      'a private key by its form',
      { note: `x\n-----BEGIN RSA PRIVATE KEY-----\n${SECRET}\n-----END RSA PRIVATE KEY-----\n` },
    ],
    ['a console address', { remote_console: { url: `http://h/vnc?path=a&token=${SECRET}` } }],
    ['a name that is spelt with an escape', `{"p\\u0061ssword": "${SECRET}"}`],
    ['a body that is no JSON', `{"auth": {"password": "${SECRET}",}`],
    ['a very deep one', `${'{"a":'.repeat(200)}"${SECRET}"${'}'.repeat(200)}`],
    ['a log', { output: `booting\ndb_password = ${SECRET}\nready` }],
  ])('%s is masked', (_, body, secret = SECRET) => {
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    expect(text).toContain(secret);
    const masked = maskJson(text);
    expect(masked).not.toContain(secret);
    expect(masked).toContain(MASK);
  });

  test.each([
    ['an assignment', `export DB_PASSWORD=${SECRET}\nrun`],
    ['a line of YAML', `#cloud-config\npassword: ${SECRET}\n`],
    ['one in quotes', `secret = "${SECRET} and more"\n`],
    ['the option of a command', `mysql --password=${SECRET} -e x\n`],
    ['what is piped to chpasswd', `echo "root:${SECRET}" | sudo chpasswd\n`],
    ['the list of chpasswd', `chpasswd:\n  list:\n    - root:${SECRET}\n  expire: false\n`],
  ])('user data stays a script, and in it %s is masked', (_, script) => {
    const masked = maskJson(
      JSON.stringify({ server: { user_data: encode(`#!/bin/sh\n${script}echo done\n`) } }),
    );
    const shown = decode(JSON.parse(masked).server.user_data);
    expect(shown).not.toContain(SECRET);
    expect(shown).toMatch(/^#!\/bin\/sh\n[\s\S]*echo done\n$/);
  });

  test('user data that nobody can read is masked whole', () => {
    expect(maskJson('{"user_data":"H4sI/////w=="}')).toBe(`{"user_data":"${MASK}"}`);
  });

  test('all else stays as it is', () => {
    const body = {
      server: {
        name: 'a',
        key_name: 'mine',
        networks: [{ uuid: 'n' }],
        user_data: encode('#!/bin/sh\necho hi\n'),
      },
      auth: { identity: { methods: ['password'] } },
      keypair: { public_key: 'ssh-rsa AAAA', fingerprint: 'a:b' },
      token: {
        expires_at: '2026-01-01T00:00:00Z',
        audit_ids: ['x'],
        user: { id: 'u', password_expires_at: null },
      },
      links: [{ href: 'http://h/servers?limit=1&marker=2' }],
    };
    expect(JSON.parse(maskJson(JSON.stringify(body)))).toEqual(body);
  });

  test.each(['a', 'a=', '?a', 'a:', '-----BEGIN ', 'chpasswd:\n ', '"', 'a:b|'])(
    'a text of nothing but “%s” takes no more time than it is long',
    (part) => {
      // With an expression that goes back over its text this would not end.
      const text = part.repeat(400_000 / part.length);
      expect(maskText(text).length).toBeGreaterThan(0);
    },
  );
});

test('of the headers only the telling ones are kept, tokens masked', () => {
  const headers = new Headers({
    cookie: SECRET,
    authorization: SECRET,
    'x-auth-token': SECRET,
    'x-subject-token': SECRET,
    'openstack-api-version': 'compute 2.79',
    'x-openstack-request-id': 'req-1',
    'x-forwarded-for': '192.0.2.1',
  });
  expect(tellingHeaders(headers)).toEqual({
    'openstack-api-version': 'compute 2.79',
    'x-auth-token': MASK,
    'x-openstack-request-id': 'req-1',
    'x-subject-token': MASK,
  });
});
