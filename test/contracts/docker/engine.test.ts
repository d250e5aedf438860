import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { packTar, tarFile } from '../../../sandbox-server/docker/embedded/tar.ts';
import { type Answer, type ContractEngine, embeddedEngine, realEngine, realHost } from './engines.ts';
import type { Step } from './step.ts';
import { steps } from './steps.ts';

/** What differs from run to run has the same name in all. */
function blank(text: string): string {
  return text
    .replace(/\b[0-9a-f]{64}\b/g, '<id>')
    .replace(/\b[0-9a-f]{12}\b/g, '<short>')
    .replace(/\b\d+\.\d+\.\d+\.\d+\b/g, '<address>');
}

/** A member of an answer by its path; the whole for an empty one. */
function memberAt(value: unknown, path: string): unknown {
  return path === ''
    ? value
    : path
        .split('.')
        .reduce<unknown>(
          (inner, name) =>
            typeof inner === 'object' && inner !== null ? Reflect.get(inner, name) : undefined,
          value,
        );
}

/** The texts in a stream of frames: first what came on standard output, then what came on standard error. */
function printed(bytes: Uint8Array): string {
  const texts = ['', '', ''];
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  for (let at = 0; at < bytes.length; at += 8 + view.getUint32(at + 4))
    texts[bytes[at] ?? 0] += new TextDecoder().decode(
      bytes.subarray(at + 8, at + 8 + view.getUint32(at + 4)),
    );
  return texts.join('');
}

/** What a build says, line by line: containers between the steps come and go as the engine likes. */
function said(text: string): string[] {
  const messages = text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line): unknown => JSON.parse(line));
  const texts = messages.map((message) =>
    String(memberAt(message, 'stream') ?? memberAt(message, 'error') ?? ''),
  );
  return blank(texts.join(''))
    .split('\n')
    .filter((line) => line !== '' && !/Running in|Removing intermediate/.test(line));
}

/** What of an answer a step says something about. */
function seen({ has, message, prints, says }: Step, { status, body }: Answer): object {
  const json = (): unknown => JSON.parse(new TextDecoder().decode(body));
  return {
    status,
    ...(message !== undefined && { message: blank(String(memberAt(json(), 'message'))) }),
    ...(has && { has: Object.fromEntries(Object.keys(has).map((path) => [path, memberAt(json(), path)])) }),
    ...(prints !== undefined && { prints: printed(body) }),
    ...(says && { says: said(new TextDecoder().decode(body)) }),
  };
}

/** The order in which an engine tells of changed files is its own. */
function sorted(value: object): object {
  return JSON.parse(
    JSON.stringify(value, (_, inner: unknown) =>
      Array.isArray(inner) && inner.some((each) => memberAt(each, 'Kind') !== undefined)
        ? inner.toSorted((one, other) =>
            String(memberAt(one, 'Path')).localeCompare(String(memberAt(other, 'Path'))),
          )
        : inner,
    ),
  );
}

const engines = [
  { title: 'the embedded engine', open: embeddedEngine, skip: false },
  {
    title: 'the engine at DOCKER_HOST (skipped where none is named)',
    open: () => realEngine(realHost ?? ''),
    skip: realHost === undefined,
  },
];

describe.each(engines)('$title', ({ open, skip }) => {
  describe.skipIf(skip)('answers as Docker does', () => {
    let engine: ContractEngine;
    const kept = new Map<string, string>();
    beforeAll(async () => {
      engine = await open();
    });
    afterAll(() => engine.close());

    test.each(steps)('$name', async (step) => {
      const { status, message, has, prints, says, context, keep } = step;
      const path = step.path.replace(/\{(\w+)\}/g, (_, name: string) => kept.get(name) ?? '');
      const body = context
        ? await packTar(Object.entries(context).map(([name, bytes]) => tarFile(name, { bytes })))
        : step.body;
      const answered = await engine.call(step.method, path, body);
      if (keep !== undefined)
        kept.set(keep, String(memberAt(JSON.parse(new TextDecoder().decode(answered.body)), 'Id')));
      const answer = seen(step, answered);
      const expected = {
        status,
        ...(message !== undefined && { message }),
        ...(has && { has }),
        ...(prints !== undefined && { prints }),
        ...(says && { says }),
      };
      expect(sorted(answer)).toEqual(sorted(expected));
    });
  });
});
