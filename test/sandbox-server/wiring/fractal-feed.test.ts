import { describe, expect, test } from 'vitest';
import type { FractalRows } from '../../../sandbox-server/http/socket.ts';
import { FractalFeed } from '../../../sandbox-server/wiring/fractal-feed.ts';

const view = { iterations: 100, xa: -1, xb: 1, ya: -1, yb: 1 };

function start(feed: FractalFeed, project: string, uuid: string, width = 2, height = 2): void {
  const task = { uuid, width, height, ...view };
  feed.progress(project, 'worker', { kind: 'started', task, constant: { cx: 0, cy: 0 }, hostname: 'worker' });
}

function draw(
  feed: FractalFeed,
  project: string,
  uuid: string,
  y: number,
  indices = Uint8Array.of(1, 2),
): void {
  feed.progress(project, 'worker', { kind: 'rows', uuid, hostname: 'worker', y, rows: 1, width: 2, indices });
}

function watch(feed: FractalFeed, project: string): { rows: FractalRows[]; stop: () => void } {
  const rows: FractalRows[] = [];
  return { rows, stop: feed.watch(project, (each) => rows.push(each)) };
}

const seen = ({ rows }: { rows: FractalRows[] }): string[] => rows.map(({ uuid, y }) => `${uuid} ${y}`);

describe('the feed of what workers draw', () => {
  test('hands rows to those who watch the project, and to nobody else', () => {
    const feed = new FractalFeed();
    const mine = watch(feed, 'mine');
    const other = watch(feed, 'other');
    start(feed, 'mine', 'a');
    draw(feed, 'mine', 'a', 0);
    expect(mine.rows).toEqual([
      { uuid: 'a', width: 2, height: 2, y: 0, pixels: Uint8Array.of(1, 2), worker: 'worker' },
    ]);
    expect(other.rows).toEqual([]);
    mine.stop();
    draw(feed, 'mine', 'a', 1);
    expect(mine.rows).toHaveLength(1);
  });

  test('shows a page that comes later what was drawn before, and goes on from there', () => {
    const feed = new FractalFeed();
    start(feed, 'mine', 'a');
    draw(feed, 'mine', 'a', 0);
    const late = watch(feed, 'mine');
    draw(feed, 'mine', 'a', 1);
    expect(seen(late)).toEqual(['a 0', 'a 1']);
  });

  test('begins a picture anew when another worker has to', () => {
    const feed = new FractalFeed();
    start(feed, 'mine', 'a');
    draw(feed, 'mine', 'a', 0);
    draw(feed, 'mine', 'a', 1);
    start(feed, 'mine', 'a');
    draw(feed, 'mine', 'a', 0);
    expect(seen(watch(feed, 'mine'))).toEqual(['a 0']);
  });

  test('keeps the latest six pictures of a project, and of large ones as many as fit', () => {
    const feed = new FractalFeed();
    for (const uuid of 'abcdefgh') {
      start(feed, 'mine', uuid);
      draw(feed, 'mine', uuid, 0);
    }
    expect(seen(watch(feed, 'mine'))).toEqual(['c 0', 'd 0', 'e 0', 'f 0', 'g 0', 'h 0']);
    start(feed, 'mine', 'large');
    draw(feed, 'mine', 'large', 0, new Uint8Array(7 << 20));
    expect(seen(watch(feed, 'mine'))).toEqual(['large 0']);
  });

  test('forgets a project that is reset, and no other', () => {
    const feed = new FractalFeed();
    for (const project of ['mine', 'other']) {
      start(feed, project, project);
      draw(feed, project, project, 0);
    }
    feed.forget('mine');
    expect(seen(watch(feed, 'mine'))).toEqual([]);
    expect(seen(watch(feed, 'other'))).toEqual(['other 0']);
  });
});
