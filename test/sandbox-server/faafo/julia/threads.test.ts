import { createHash } from 'node:crypto';
import { afterAll, describe, expect, it } from 'vitest';
import type { Drawing } from '../../../../sandbox-server/faafo/fractal.ts';
import type { Renderer, Rendering } from '../../../../sandbox-server/faafo/julia/rendering.ts';
import { createRenderThreads } from '../../../../sandbox-server/faafo/julia/threads.ts';
import { examples } from './examples.ts';
import { drawRow } from './reference.ts';

const threads = await createRenderThreads(2);
afterAll(() => threads.close());

const [, , , small, , large] = examples;
if (!small || !large) throw new Error('The examples are missing.');

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** All of a picture, in steps of so many rounds: its indices modulo 32, and the rounds told. */
async function rowsOf(
  rendering: Rendering,
  budget: number,
): Promise<{ indices: Uint8Array; rounds: number }> {
  const parts: Uint8Array[] = [];
  let rounds = 0;
  let rows = 0;
  for (let done = false; !done; ) {
    const batch = await rendering.step(budget);
    expect(batch.y).toBe(rows);
    rows += batch.rows;
    rounds += batch.rounds;
    parts.push(batch.indices);
    done = batch.done;
  }
  rendering.close();
  return { indices: new Uint8Array(Buffer.concat(parts)), rounds };
}

async function fileOf(renderer: Renderer, drawing: Drawing): Promise<string> {
  const { indices } = await rowsOf(renderer.open(drawing), 500_000);
  const encoding = renderer.encode(drawing.width, drawing.height);
  const half = Math.floor(drawing.height / 2) * drawing.width;
  await encoding.write(indices.subarray(0, half));
  const [, file] = await Promise.all([encoding.write(indices.subarray(half)), encoding.finish()]);
  encoding.close();
  return sha256(file);
}

/** The plain loop's rows and rounds. */
function plain(drawing: Drawing): { indices: Uint8Array; rounds: number } {
  const rows = Array.from({ length: drawing.height }, (_, y) => drawRow(drawing, y));
  return {
    indices: Uint8Array.from(
      rows.flatMap((row) => [...row]),
      (index) => index % 32,
    ),
    rounds: rows.reduce((sum, row) => row.reduce((spent, index) => spent + index + 1, sum), 0),
  };
}

describe('rendering threads', () => {
  it('draw several pictures at once, each byte for byte', async () => {
    const several = [small, large, small, small];
    const drawn = await Promise.all(several.map(({ drawing }) => fileOf(threads, drawing)));
    expect(drawn).toEqual(several.map(({ png }) => png.sha256));
  });

  it.each([
    ['that has no symmetry', { ...large.drawing, xa: -1.1, ya: -1.3 }],
    ['that is its own mirror', { ...large.drawing, width: 513, height: 513 }],
    ['of a real constant', { ...large.drawing, cx: -1.1, cy: 0, iterations: 2000 }],
    ['of two pixels', { ...large.drawing, width: 2, height: 2 }],
  ])('put a picture %s together from the pieces of all of them, in order', async (_, drawing) => {
    const expected = plain(drawing);
    for (const budget of [1, 1_000_000, Number.POSITIVE_INFINITY]) {
      const { indices, rounds } = await rowsOf(threads.open(drawing), budget);
      expect(sha256(indices)).toBe(sha256(expected.indices));
      expect(rounds).toBe(expected.rounds);
    }
  });

  it('tell of the work on a row that takes long before the row is done', async () => {
    // At this constant points creep towards the middle: they neither leave nor come back.
    const endless = {
      ...large.drawing,
      width: 9000,
      height: 2,
      iterations: 1_000_000,
      ya: -0.01,
      cx: -0.75,
      cy: 0,
    };
    const rendering = threads.open(endless);
    const first = await rendering.step(1);
    expect(first).toMatchObject({ y: 0, rows: 0, done: false });
    expect(first.rounds).toBeGreaterThan(0);
    rendering.close();
  });

  it('give a small picture its turn while a large one on the same thread is under way', async () => {
    const one = await createRenderThreads(1);
    const slow = one.open({ ...large.drawing, width: 9999, height: 9999 });
    await slow.step(1000);
    expect(await fileOf(one, small.drawing)).toBe(small.png.sha256);
    expect((await slow.step(1000)).done).toBe(false);
    slow.close();
    await one.close();
  });

  it('tell what is wrong when a file is asked for too early', async () => {
    const encoding = threads.encode(20, 10);
    await encoding.write(new Uint8Array(20));
    await expect(encoding.finish()).rejects.toThrow('The PNG has 1 of 10 rows.');
    encoding.close();
    await expect(encoding.write(new Uint8Array(20))).rejects.toThrow('given up');
  });

  it('give up a step that is under way when the picture is closed', async () => {
    const rendering = threads.open(large.drawing);
    const step = rendering.step(Number.POSITIVE_INFINITY);
    rendering.close();
    await expect(step).rejects.toThrow('given up');
    await expect(rendering.step(1)).rejects.toThrow('given up');
    expect(await fileOf(threads, small.drawing)).toBe(small.png.sha256);
  });

  it('end when they are closed, whatever they draw', async () => {
    const closing = await createRenderThreads(1);
    const idle = closing.open(small.drawing);
    const step = closing.open(large.drawing).step(Number.POSITIVE_INFINITY);
    const outcome = expect(step).rejects.toThrow('threads were closed');
    await closing.close();
    await outcome;
    await expect(idle.step(1)).rejects.toThrow('threads were closed');
    expect(() => closing.open(small.drawing)).toThrow('threads were closed');
  });
});
