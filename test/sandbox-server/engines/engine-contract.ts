import { describe, expect, onTestFinished, test } from 'vitest';
import type { Engine, Host } from '../../../sandbox-server/engines/engine.ts';

const order = { memory: 256, environment: { OS_REGION_NAME: 'RegionOne' }, reach: ['127.0.0.1:4321'] };

async function launch(engine: Engine): Promise<Host> {
  const host = await engine.launch(order);
  onTestFinished(async () => {
    await host.stop();
  });
  return host;
}

/** What every engine must do, whatever it runs its kernels in. */
export function engineContract(name: string, create: () => Engine): void {
  describe(`the engine ${name}`, () => {
    test('says whether it can be used', async () => {
      const { available, sentence } = await create().probe();
      expect(available).toBe(true);
      expect(sentence).toMatch(/\.$/);
    });

    test('launches a host that answers the inspector protocol, with the environment that was ordered', async () => {
      const { connection } = await launch(create());
      const answer = new Promise<unknown>((resolve) =>
        connection.receive((text) => {
          const message: { id?: number; result?: { result?: { value?: string } } } = JSON.parse(text);
          if (message.id === 1) resolve(message.result?.result?.value);
        }),
      );
      const expression = 'Deno.env.get("OS_REGION_NAME")';
      connection.send(JSON.stringify({ id: 1, method: 'Runtime.evaluate', params: { expression } }));
      expect(await answer).toBe('RegionOne');
    });

    test('knows how much memory a host uses, and that a stopped one uses none', async () => {
      const host = await launch(create());
      expect(await host.memory()).toBeGreaterThan(10);
      await host.stop();
      expect(await host.memory()).toBe(0);
    });

    test('stops a host once, however often it is asked', async () => {
      const host = await launch(create());
      const endings = await Promise.all([host.stop(), host.stop(), host.exited]);
      expect(endings.map(({ kind }) => kind)).toEqual(['stopped', 'stopped', 'stopped']);
      await host.connection.closed;
    });

    test('ends what it began when the launch is aborted', async () => {
      const abort = new AbortController();
      const launching = create().launch(order, abort.signal);
      abort.abort();
      await expect(launching).rejects.toThrow();
    });
  });
}
