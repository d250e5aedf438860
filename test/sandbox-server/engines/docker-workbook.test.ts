import { join } from 'node:path';
import Docker from 'dockerode';
import { expect, onTestFinished, test } from 'vitest';
import { labelsOf } from '../../../sandbox-server/engines/docker.ts';
import { newLearner } from '../../support/learner.ts';
import { Reader } from '../../support/reader.ts';
import { startWorkbook } from '../../support/workbook.ts';
import { describeDocker } from './docker-for-tests.ts';

const lesson = '10-openstack/20-deploy-faafo';

describeDocker('a workbook on Docker', () => {
  test('says so, runs cells that use the cloud, and leaves no container behind', async () => {
    const workbook = await startWorkbook({ env: { WORKBOOK_ENGINE: 'docker' } });
    onTestFinished(() => workbook.close());
    const health = await (await fetch(`${workbook.url}/healthz`)).json();
    expect(health).toMatchObject({ engine: 'docker' });
    const { cookie } = await newLearner(workbook.url);
    const reader = await Reader.open(workbook.url, cookie, lesson);
    const code = `import { connect } from 'openstack';
      const cloud = await connect();
      (await cloud.compute.flavors.list()).map(({ name }) => name).join()`;
    const { outcome, text } = await reader.run('flavors', code);
    expect(outcome, text).toBe('ok');
    expect(text).toContain('m1.tiny');
    expect(await containers(workbook.data)).not.toEqual([]);
    reader.close();
    await workbook.stop();
    expect(await containers(workbook.data)).toEqual([]);
  }, 60_000);
});

async function containers(data: string): Promise<string[]> {
  const label = Object.entries(labelsOf(join(data, 'kernels'))).map(([name, value]) => `${name}=${value}`);
  const found = await new Docker().listContainers({ all: true, filters: { label } });
  return found.map(({ Id }) => Id);
}
