import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import type { CallRecord } from '../../../sandbox-server/protocol/wire.ts';
import { curlCommand } from '../../../src/elements/curl-command.ts';
import { callSummary } from '../../fakes/call-summary.ts';

const call = (changes: Partial<CallRecord>): CallRecord => ({
  ...callSummary(1),
  request: { headers: { 'x-auth-token': '***', 'user-agent': 'a-client', accept: '*/*' } },
  response: { headers: {} },
  ...changes,
});

/** What a shell hands to curl. */
function argumentsOf(command: string): string[] {
  const script = `curl() { printf '%s\\0' "$@"; }\n${command}`;
  const env = { OS_TOKEN: 'my token' };
  return execFileSync('/bin/sh', ['-c', script], { env, encoding: 'utf8' }).split('\0').slice(0, -1);
}

test('a call that reads is made again with the token of the terminal', () => {
  expect(argumentsOf(curlCommand(call({}), 'http://127.0.0.1:4321'))).toEqual([
    'http://127.0.0.1:4321/cloud/compute/v2.1/servers',
    '--header',
    'X-Auth-Token: my token',
  ]);
});

test('a call that writes goes with its body and its microversion, whatever stands in them', () => {
  const text = `{"name":"it's $(touch /tmp/x) \`a\` \\"b\\""}`;
  const headers = { 'content-type': 'application/json', 'openstack-api-version': 'compute 2.79' };
  const request = { headers, body: { type: 'application/json', text } };
  const path = "/compute/v2.1/servers?name='$HOME'";
  expect(argumentsOf(curlCommand(call({ method: 'POST', path, request }), 'http://h'))).toEqual([
    '--request',
    'POST',
    `http://h/cloud${path}`,
    '--header',
    'content-type: application/json',
    '--header',
    'openstack-api-version: compute 2.79',
    '--data',
    text,
  ]);
});

test('a body that is not all there is taken from a file', () => {
  for (const body of [
    { type: 'application/octet-stream', size: 9 },
    { type: 'application/json', text: '{"a', missing: 'rest' as const },
  ]) {
    const words = argumentsOf(
      curlCommand(call({ method: 'PUT', request: { headers: {}, body } }), 'http://h'),
    );
    expect(words.slice(-2)).toEqual(['--data-binary', '@body']);
  }
});
