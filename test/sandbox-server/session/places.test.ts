import { expect, test } from 'vitest';
import { type Place, Places, type PlacesParts } from '../../../sandbox-server/session/places.ts';

const room: PlacesParts = { most: 1, each: 2, line: 100, fits: () => true };

/** A session that is busy until it rests, and may lose its kernel then. */
class FakeSession {
  isBusy = true;
  lastUsed = 0;
  sleeps = 0;

  async sleep(): Promise<boolean> {
    this.sleeps += 1;
    return true;
  }
}

/** Somebody who asks for a place, with what they were told. */
function ask(places: Places, learner: string, session = new FakeSession()) {
  const told: (number | 'admitted')[] = [];
  const abort = new AbortController();
  const wait = { signal: abort.signal, moved: (place: number) => void told.push(place) };
  const asked: Place = { learner, session };
  const taken = places.take(asked, wait).then((leave) => {
    told.push('admitted');
    return leave;
  });
  return { told, taken, session, abort };
}

test('whoever waits is told their place, and each time that it changes', async () => {
  const places = new Places(room);
  const first = ask(places, 'ada');
  const leave = await first.taken;
  const second = ask(places, 'bob');
  const third = ask(places, 'eve');
  await places.serve();
  leave();
  await second.taken;
  await places.serve();
  expect(second.told).toEqual([1, 'admitted']);
  expect(third.told).toEqual([2, 1]);
});

test('the line serves one learner after the other, however many cells each of them has', async () => {
  const places = new Places({ ...room, each: 9 });
  let leave = await ask(places, 'teacher').taken;
  const order: string[] = [];
  const asked = ['ada 1', 'ada 2', 'ada 3', 'bob 1', 'eve 1', 'bob 2'];
  const waiting = asked.map((name) =>
    ask(places, name.split(' ')[0] ?? '').taken.then((next) => {
      order.push(name);
      leave = next;
    }),
  );
  for (const _ of waiting) {
    await places.serve();
    leave();
    await places.serve();
  }
  await Promise.all(waiting);
  expect(order).toEqual(['ada 1', 'bob 1', 'eve 1', 'ada 2', 'bob 2', 'ada 3']);
});

test('the kernel that is unused longest makes room, and none that is at work', async () => {
  const places = new Places({ ...room, most: 3 });
  const [busy, old, new_] = [ask(places, 'ada'), ask(places, 'bob'), ask(places, 'eve')];
  await Promise.all([busy.taken, old.taken, new_.taken]);
  for (const [one, when] of [
    [old, 1],
    [new_, 2],
  ] as const) {
    one.session.isBusy = false;
    one.session.lastUsed = when;
  }
  await ask(places, 'dan').taken;
  expect([busy, old, new_].map(({ session }) => session.sleeps)).toEqual([0, 1, 0]);
});

test('a learner who has the most of their own waits, and others pass', async () => {
  const places = new Places({ ...room, most: 9 });
  const own = [ask(places, 'ada'), ask(places, 'ada'), ask(places, 'ada')];
  await Promise.all([own[0]?.taken, own[1]?.taken]);
  const other = ask(places, 'bob');
  await other.taken;
  await places.serve();
  expect(own[2]?.told).toEqual([1]);
});

test('a kernel that would not fit into the memory of all waits, unless it is the only one', async () => {
  let fits = false;
  const places = new Places({ ...room, most: 9, fits: () => fits });
  await ask(places, 'ada').taken;
  const second = ask(places, 'bob');
  await places.serve();
  expect(second.told).toEqual([1]);
  fits = true;
  await places.serve();
  await second.taken;
});

test('whoever does not want the place any more leaves the line, and the others move up', async () => {
  const places = new Places(room);
  await ask(places, 'ada').taken;
  const second = ask(places, 'bob');
  const third = ask(places, 'eve');
  await places.serve();
  const reason = new Error('I have gone home.');
  second.abort.abort(reason);
  await expect(second.taken).rejects.toBe(reason);
  expect(third.told).toEqual([2, 1]);
});

test('beyond so many who wait it is full', async () => {
  const places = new Places({ ...room, line: 1 });
  await ask(places, 'ada').taken;
  ask(places, 'bob');
  expect(places.isFull).toBe(true);
  await expect(ask(places, 'eve').taken).rejects.toThrow('The classroom is full: 1 cells wait for a place');
});
