import { expect, it } from 'vitest';
import { realWorld } from '../../../../sandbox-server/library/openstack/world.ts';

it('waits no longer than the signal allows', async () => {
  const controller = new AbortController();
  const waiting = realWorld.wait(3_600_000, controller.signal);
  const reason = new Error('enough');
  controller.abort(reason);
  await expect(waiting).rejects.toBe(reason);
  await expect(realWorld.wait(3_600_000, controller.signal)).rejects.toBe(reason);
});
