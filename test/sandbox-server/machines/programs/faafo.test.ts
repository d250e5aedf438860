import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { WorkerProgress } from '../../../../sandbox-server/faafo/drawing.ts';
import { createRenderThreads, type RenderThreads } from '../../../../sandbox-server/faafo/julia/threads.ts';
import { faafoPrograms } from '../../../../sandbox-server/machines/programs/faafo.ts';
import { asRoot, machineRoom, openGroup } from '../../../fakes/machine-room.ts';
import { group, outward, rule } from '../../../fakes/topology.ts';

const install = (args: string): string =>
  `#!/usr/bin/env bash\ncurl -L -s https://opendev.org/openstack/faafo/raw/contrib/install.sh | bash -s -- ${args}\n`;
const WORKER = "-i faafo -r worker -e 'http://10.0.0.5' -m 'amqp://guest:guest@10.0.0.5:5672/'";

let renderer: RenderThreads;
beforeAll(async () => {
  renderer = await createRenderThreads(1);
});
afterAll(() => renderer.close());

type Heard = WorkerProgress & { on: string };

/** A room whose workers are heard. */
function faafoRoom(iterationsPerSecond = Number.POSITIVE_INFINITY) {
  const events: Heard[] = [];
  const waiting = new Set<() => void>();
  const programs = faafoPrograms({
    renderer,
    iterationsPerSecond,
    progress: (machine, event) => {
      events.push({ ...event, on: machine.id });
      for (const look of waiting) look();
    },
  });
  const heard = (enough: (events: readonly Heard[]) => boolean): Promise<void> =>
    new Promise((resolve) => {
      const look = (): void => {
        if (!enough(events)) return;
        waiting.delete(look);
        resolve();
      };
      waiting.add(look);
      look();
    });
  const finished = (count: number): Promise<void> =>
    heard((all) => all.filter(({ kind }) => kind === 'finished').length >= count);
  return { ...machineRoom({ programs }), events, heard, finished };
}

describe('faafo on machines', () => {
  test('is installed by its script on one machine, draws, and shows what it drew', async () => {
    const room = faafoRoom();
    const machine = await room.boot('app', '10.0.0.5', {
      userData: install('-i faafo -i messaging -r api -r worker'),
    });
    expect((await asRoot(machine, 'supervisorctl status')).text).toMatch(
      /^faafo_api +RUNNING +pid \d+, uptime \d:\d\d:\d\d\nfaafo_worker +RUNNING/,
    );
    await asRoot(machine, 'faafo create --tasks 2 --width 20 --height 10 --iterations 30');
    await room.finished(2);
    const { text } = await asRoot(machine, 'faafo list; curl -s http://127.0.0.1/');
    expect(text.match(/20 x 10 pixels/g)?.length).toBeGreaterThanOrEqual(2);
    expect(text).not.toContain('| 0 bytes');
    expect(room.faults).toEqual([]);
  });

  test("works over several machines, its picture made by the worker's", async () => {
    const room = faafoRoom();
    const controller = await room.boot('controller', '10.0.0.5', {
      userData: install('-i messaging -i faafo -r api'),
    });
    await room.boot('worker-1', '10.0.0.6', { userData: install(WORKER) });
    await asRoot(controller, 'faafo create --tasks 1 --width 20 --height 10 --iterations 30');
    await room.finished(1);
    const { text } = await asRoot(controller, 'curl -s http://127.0.0.1/v1/fractal');
    expect(JSON.parse(text).objects[0]).toMatchObject({ generated_by: 'worker-1', width: 20 });
  });

  test('finishes a task whose worker was deleted in the middle of it', async () => {
    const room = faafoRoom(2000);
    const controller = await room.boot('controller', '10.0.0.5', {
      userData: install('-i messaging -i faafo -r api'),
    });
    await room.boot('worker-1', '10.0.0.6', { userData: install(WORKER) });
    await asRoot(controller, 'faafo create --tasks 1 --width 40 --height 40 --iterations 60');
    await room.heard((all) => all.some(({ kind }) => kind === 'rows'));
    await room.hypervisor.destroy('worker-1');
    await room.boot('worker-2', '10.0.0.7', { userData: install(WORKER) });
    await room.finished(1);
    const last = room.events.at(-1);
    expect(last).toMatchObject({ kind: 'finished', on: 'worker-2' });
    expect(room.events.filter(({ kind }) => kind === 'finished').length).toBe(1);
    expect(room.faults).toEqual([]);
  });

  test('keeps its fractals and its queue over a reboot of the controller, and its worker comes back to it', async () => {
    const room = faafoRoom();
    const controller = await room.boot('controller', '10.0.0.5', {
      userData: install('-i messaging -i faafo -r api'),
    });
    await asRoot(controller, 'faafo create --tasks 2 --width 20 --height 10 --iterations 30; sleep 2');
    await room.hypervisor.power('controller', 'reboot');
    await room.boot('worker-1', '10.0.0.6', { userData: install(WORKER) });
    await room.finished(2);
    await room.hypervisor.power('controller', 'reboot');
    await room.clock.wait(50_000);
    await asRoot(controller, 'faafo create --tasks 1 --width 20 --height 10 --iterations 30');
    await room.finished(3);
    const { text } = await asRoot(controller, 'curl -s http://127.0.0.1/v1/fractal');
    expect(JSON.parse(text).num_results).toBe(3);
  });

  test('shows in top that its worker computes', async () => {
    const room = faafoRoom(1000);
    const machine = await room.boot('app', '10.0.0.5', {
      userData: install('-i faafo -i messaging -r api -r worker'),
    });
    await asRoot(machine, 'faafo create --tasks 1 --width 200 --height 200 --iterations 90');
    await room.heard((all) => all.some(({ kind }) => kind === 'rows'));
    expect((await asRoot(machine, 'top -b -n1')).text).toMatch(/R 100\.0 .* faafo-worker\n/);
  });

  test('waits for a broker that a security group shuts away, and begins once it is let in', async () => {
    const room = faafoRoom();
    const controller = await room.boot('controller', '10.0.0.5', {
      userData: install('-i messaging -i faafo -r api'),
    });
    room.rewire({ groups: [group('open', outward, rule())] });
    const worker = await room.boot('worker-1', '10.0.0.6', { userData: install(WORKER) });
    await asRoot(controller, 'faafo create --tasks 1 --width 20 --height 10 --iterations 30; sleep 50');
    expect(worker.readText('/var/log/supervisor/faafo_worker-stderr.log')).toContain('Connection timed out');
    expect(room.events).toEqual([]);
    room.rewire({ groups: [openGroup] });
    await room.finished(1);
  });

  test('stores its fractals in the database of another machine', async () => {
    const room = faafoRoom();
    await room.boot('services', '10.0.0.5', { userData: install('-i database -i messaging') });
    const api = await room.boot('api', '10.0.0.6', {
      userData: install(
        "-i faafo -r api -m 'amqp://guest:guest@10.0.0.5:5672/' -d 'mysql+pymysql://faafo:password@10.0.0.5:3306/faafo'",
      ),
    });
    await asRoot(
      api,
      'faafo create --tasks 2 --width 20 --height 10 --iterations 30 --xa -2.5 --xb 2.5 --ya -1.5 --yb 1.5',
    );
    const { text } = await asRoot(
      room.machine('services'),
      "mysql -u faafo -ppassword faafo -e 'SELECT count(*) FROM fractal'",
    );
    expect(text).toMatch(/\| 2 +\|/);
  });
});
