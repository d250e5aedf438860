import { createHash } from 'node:crypto';
import { afterAll, describe, expect, it } from 'vitest';
import type { Rendering } from '../../../../sandbox-server/faafo/julia/rendering.ts';
import { createRenderThreads } from '../../../../sandbox-server/faafo/julia/threads.ts';
import { examples } from './examples.ts';

const threads = await createRenderThreads(2);
afterAll(() => threads.close());

const [, , , small, , large] = examples;
if (!small || !large) throw new Error('The examples are missing.');

async function draw(rendering: Rendering, rounds: number): Promise<{ steps: number; sha256: string }> {
  let steps = 1;
  while (!(await rendering.step(rounds)).done) steps += 1;
  const file = await rendering.finish();
  rendering.close();
  return { steps, sha256: createHash('sha256').update(file).digest('hex') };
}

describe('rendering threads', () => {
  it('draw several pictures at once, each byte for byte', async () => {
    const several = [small, large, small, small];
    const drawn = await Promise.all(several.map(({ drawing }) => draw(threads.open(drawing), 500_000)));
    expect(drawn.map(({ sha256 }) => sha256)).toEqual(several.map(({ png }) => png.sha256));
  });

  it('give a small picture its turn while a large one on the same thread is under way', async () => {
    const one = await createRenderThreads(1);
    const slow = one.open({ ...large.drawing, width: 9999, height: 9999 });
    await slow.step(1000);
    await draw(one.open(small.drawing), 500_000);
    expect((await slow.step(1000)).done).toBe(false);
    slow.close();
    await one.close();
  });

  it('tell what is wrong when a file is asked for too early', async () => {
    const rendering = threads.open(small.drawing);
    await rendering.step(1);
    await expect(rendering.finish()).rejects.toThrow('not complete');
    rendering.close();
  });

  it('give up a step that is under way when the picture is closed', async () => {
    const rendering = threads.open(large.drawing);
    const step = rendering.step(Number.POSITIVE_INFINITY);
    rendering.close();
    await expect(step).rejects.toThrow('given up');
    await expect(rendering.step(1)).rejects.toThrow('given up');
  });

  it('end when they are closed, whatever they draw', async () => {
    const closing = await createRenderThreads(1);
    const step = closing.open(large.drawing).step(Number.POSITIVE_INFINITY);
    const outcome = expect(step).rejects.toThrow('threads were closed');
    await closing.close();
    await outcome;
    expect(() => closing.open(small.drawing)).toThrow('threads were closed');
  });
});
