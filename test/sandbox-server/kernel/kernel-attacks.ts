import { once } from 'node:events';
import { createServer } from 'node:http';
import { parse } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { Limits } from '../../../sandbox-server/kernel/limits.ts';
import { type KernelPlace, RealKernel } from './real-kernel.ts';

/** What hostile cells come to, wherever their kernel runs. */
export function kernelAttacks(place: KernelPlace): void {
  const start = (limits: Partial<Limits> = {}): Promise<RealKernel> =>
    RealKernel.forTest(limits, {}, undefined, undefined, place);

  describe('a cell that fills the memory loses its own kernel, with the reason', () => {
    test.each([
      ['with arrays', 'const a = []; while (true) a.push(new Array(1e6));'],
      ['with bytes outside of the heap', 'const a = []; while (true) a.push(new Uint8Array(1e7).fill(1));'],
    ])('%s', async (_, code) => {
      const kernel = await start();
      expect(await kernel.run(code)).toMatchObject({
        outcome: 'lost',
        error: { name: 'OutOfMemory', message: expect.stringContaining('256 MiB') },
      });
      expect(await kernel.kernel.exited).toMatchObject({ kind: 'memory' });
    });
  });

  describe('a cell that floods', () => {
    test('with text is cut and stopped, and the kernel lives', async () => {
      const kernel = await start({ count: { text: 500, display: 50, update: 50 } });
      await kernel.run('let kept = 7');
      expect(await kernel.run('while (true) console.log("spam")')).toMatchObject({
        outcome: 'interrupted',
        error: { name: 'TooMuchOutput' },
      });
      expect(kernel.events.filter(({ kind }) => kind === 'output')).toHaveLength(502);
      expect(kernel.events).toContainEqual(
        expect.objectContaining({
          text: expect.stringMatching(/^\n… The output is cut here\..* a run may show 500 lines\.\n$/),
        }),
      );
      expect(await kernel.output('kept')).toBe('7');
    });

    test('with objects is cut too, and one immense line is shown as far as it may be', async () => {
      const kernel = await start({ count: { text: 500, display: 50, update: 50 }, text: 1024 * 1024 });
      expect(await kernel.run('while (true) console.log({ a: 1 })')).toMatchObject({
        outcome: 'interrupted',
      });
      const text = await kernel.output('console.log("x".repeat(5e6))');
      expect(text).toMatch(/^x{1048576}\n… The output is cut here\..* a run may print 1 MiB of text\.\n$/);
    });

    test('after its end is silenced', async () => {
      const kernel = await start({ count: { text: 100, display: 50, update: 50 } });
      await kernel.run('setInterval(() => { for (let i = 0; i < 50; i++) console.log("spam") }, 1)');
      await kernel.heard((event) => event.kind === 'output' && event.text.includes('is cut here'));
      expect(await kernel.output('1')).toBe('1');
    });

    test('with one huge display is refused that one', async () => {
      const kernel = await start({ display: 1024 * 1024 });
      const text = await kernel.output(
        `import { text } from 'workbook'; text('x'.repeat(2e6)); text('small')`,
      );
      expect(text).toBe('This display is too large to be shown: 1.9 MiB, and 1 MiB is the most.\nsmall');
      expect(kernel.events).toContainEqual(
        expect.objectContaining({ reason: { code: 'display-too-large', size: 1.9, most: 1 } }),
      );
    });
  });

  test('a cell that forges what it shows gets a complaint, and shows nothing but forms that exist', async () => {
    const kernel = await start();
    const text = await kernel.output(`
      const { show } = await import('file://${place.library}/channel.ts');
      show({ kind: 'script', html: '<script>' });
      show({ kind: 'image', mime: 'text/html', data: '', alt: '' });
      show({ kind: 'text', text: 'fine' });`);
    expect(text).toMatch(/^(The cell tried to show something in a form [^\n]+\n){2}fine$/);
  });

  test('a cell learns nothing of where the server keeps its data', async () => {
    const kernel = await start();
    expect(await kernel.output('Deno.cwd()')).toBe(`"${parse(process.cwd()).root}"`);
  });

  test('a cell holds so many connections and no more', async () => {
    const kernel = await start();
    const open = `const ports = []; let most = 0;
      try { for (; most < 2000; most++) ports.push(await Deno.open('${place.library}/kernel.ts')); } catch {}
      for (const port of ports) port.close();
      most`;
    expect(Number(await kernel.output(open))).toBeLessThan(512);
  });

  test('a cell that leaves ends its kernel, and the code is told', async () => {
    const kernel = await start();
    expect(await kernel.run('Deno.exit(3)')).toMatchObject({
      outcome: 'lost',
      error: { message: 'The kernel ended itself with exit code 3.' },
    });
  });

  test('a cell that spoils the globals does not keep the next one from running', async () => {
    const kernel = await start();
    await kernel.run(`
      Promise.prototype.then = () => {};
      Object.prototype.toJSON = () => 1;
      JSON.stringify = () => 'x';
      MessageChannel = undefined;
      Promise = Object.defineProperty = null;
      MessagePort.prototype.close = MessagePort.prototype.postMessage = null;
      Object.prototype.get = 5;
      String.prototype.replace = null;
      Map.prototype.get = Map.prototype.set = null;
      Array.prototype.push = null;
      Array.prototype[Symbol.iterator] = null;
      delete globalThis.__workbook__;`);
    expect(await kernel.output('console.log("alive"); 5')).toBe('alive\n5');
  });

  describe('a cell is refused, in words,', () => {
    const attempts: [string, string, string][] = [
      [
        'a file',
        'Deno.readTextFileSync("/etc/passwd")',
        'no access to the files of this computer, so not to /etc/passwd',
      ],
      [
        'a file by another way',
        '(await import("node:fs")).readFileSync("/etc/passwd")',
        'so not to /etc/passwd',
      ],
      ['a file as a module', 'await import("file:///etc/passwd")', 'so not to /etc/passwd'],
      ['writing', 'Deno.writeTextFileSync("/tmp/x", "")', 'no access to the files'],
      [
        'another host',
        'await fetch("https://example.com/")',
        "the course's own cloud and nothing else, so not example.com:443",
      ],
      ['a process', 'await new Deno.Command("/bin/ls").output()', 'cannot start or end programs'],
      ['a fork', '(await import("node:child_process")).fork("/x.js")', 'start programs'],
      ['ending another process', 'Deno.kill(1)', 'cannot start or end programs'],
      ['a foreign variable', 'Deno.env.get("HOME")', 'OS_… and WORKBOOK_… only, so not HOME'],
      ['a package', 'await import("npm:lodash")', 'cannot import packages'],
      [
        'a module of the internet',
        'await import("https://deno.land/x/a.ts")',
        'cannot import from the internet',
      ],
      ['an unknown module', 'await import("lodash")', 'no “lodash” to import'],
      ['a native library', 'Deno.dlopen("/lib/x.so", {})', 'may not use this of the computer'],
      ['listening', 'Deno.listen({ port: 0 })', 'nothing else, so not 0.0.0.0:0'],
      ['a store on the disk', 'localStorage.setItem("a", "b")', 'Not a directory'],
    ];
    test('whatever it tries', async () => {
      const kernel = await start();
      for (const [what, code, words] of attempts) {
        const { outcome, error } = await kernel.run(code);
        expect(outcome, what).toBe('error');
        expect(error?.message, what).toMatch(new RegExp(words));
      }
    });

    test("the inspector of another learner's kernel, and other ports of this computer", async () => {
      const [victim, attacker] = await Promise.all([start(), start()]);
      const server = createServer((_, response) => response.end('secret')).listen(0, '127.0.0.1');
      onTestFinished(() => void server.close());
      await once(server, 'listening');
      const address = server.address();
      const port = typeof address === 'object' ? address?.port : undefined;
      for (const target of [
        victim.host.connection.address,
        `http://127.0.0.1:${port}/`,
        `http://localhost:${port}/`,
      ]) {
        const way = target.startsWith('ws') ? `new WebSocket("${target}")` : `await fetch("${target}")`;
        const { error } = await attacker.run(way);
        expect(error?.message).toContain("the course's own cloud and nothing else");
      }
    });
  });
}
