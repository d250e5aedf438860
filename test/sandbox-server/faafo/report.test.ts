import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Deployment, hear, task } from './deployment.ts';

let faafo: Deployment;

beforeEach(async () => {
  faafo = await Deployment.begin();
});

afterEach(() => faafo.stop());

describe('a worker', () => {
  it('tries again when the API does not answer, or fails, and acknowledges only then', async () => {
    await faafo.startApi();
    const troubles = ['refused', 'broken', 'broken'];
    const { progress, heard } = hear('finished');
    faafo.startWorker({
      progress,
      fetch: async (url, init) => {
        const trouble = troubles.shift();
        expect(faafo.broker.queues()).toMatchObject([{ unacknowledged: 1 }]);
        if (trouble === 'refused') throw new TypeError('connection refused');
        return trouble === 'broken' ? new Response('no', { status: 503 }) : faafo.fetch(url, init);
      },
    });
    await faafo.post(task('a'));
    await heard;
    expect((await faafo.show('a')).checksum).not.toBeNull();
    expect(faafo.clock.waits.filter((wait) => wait >= 1000)).toEqual([1000, 2000, 4000]);
    expect(faafo.log.join('\n')).toContain('task a: connection refused; trying again in 1 seconds');
  });

  it('goes on with the next task when a fractal was deleted while it was drawn', async () => {
    await faafo.startApi();
    const { progress, heard } = hear('finished', 2);
    faafo.startWorker({
      progress: (event) => {
        progress(event);
        if (event.kind === 'started' && event.task.uuid === 'a')
          void faafo.ask('/v1/fractal/a', { method: 'DELETE' });
      },
    });
    await faafo.post(task('a'));
    await faafo.post(task('b'));
    await heard;
    expect((await faafo.show('b')).checksum).not.toBeNull();
    expect(faafo.log).toContain('ERROR faafo.worker task a: the API answered 404');
  });

  it('reports to an API of the original: without c, and with another picture where one exists', async () => {
    await faafo.startApi();
    const bodies: { c?: string; checksum: string }[] = [];
    const { progress, heard } = hear('finished');
    faafo.startWorker({
      progress,
      fetch: async (_, init) => {
        const body = JSON.parse(String(init.body));
        bodies.push(body);
        if ('c' in body) return Response.json({ message: "Model does not have field 'c'" }, { status: 400 });
        return bodies.length === 2
          ? Response.json({ message: 'IntegrityError' }, { status: 400 })
          : Response.json({});
      },
    });
    await faafo.post(task('a'));
    await heard;
    expect(bodies.map((body) => 'c' in body)).toEqual([true, false, true, false]);
    expect(bodies[3]?.checksum).not.toBe(bodies[1]?.checksum);
  });
});
