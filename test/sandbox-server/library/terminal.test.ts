import { afterEach, expect, test, vi } from 'vitest';
import { terminal } from '../../../sandbox-server/library/terminal.ts';

const variables: Record<string, string> = {
  WORKBOOK_TERMINALS: 'http://127.0.0.1:1/terminals',
  OS_USERNAME: 'ada',
  OS_PASSWORD: 'secret',
};
const env = (name: string): string | undefined => variables[name];

afterEach(() => vi.unstubAllGlobals());

function answering(answer: () => Response) {
  const asked: Request[] = [];
  vi.stubGlobal('fetch', async (...given: ConstructorParameters<typeof Request>) => {
    asked.push(new Request(...given));
    return answer();
  });
  return asked;
}

test('a cell types as its own learner, and a new line is Enter', async () => {
  const asked = answering(() => new Response(null, { status: 204 }));
  await terminal('app', env).type('ls\n');
  expect(asked[0]?.url).toBe('http://127.0.0.1:1/terminals/input');
  expect(asked[0]?.headers.get('authorization')).toBe(`Basic ${btoa('ada:secret')}`);
  expect(await asked[0]?.json()).toEqual({ machine: 'app', text: 'ls\r' });
});

test('what the server refuses is said in its words', async () => {
  answering(() => Response.json({ error: { message: 'You have no server app.' } }, { status: 404 }));
  await expect(terminal('app', env).type('ls')).rejects.toThrow('You have no server app.');
});

test('a program that is no cell has no terminals', async () => {
  await expect(terminal('app', () => undefined).type('ls')).rejects.toThrow('There are no terminals here');
});
