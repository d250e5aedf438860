import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { newLearner } from '../support/learner.ts';
import { hasClient, runProgram } from '../support/program.ts';
import { type RunningWorkbook, startWorkbook } from '../support/workbook.ts';

const MINUTE = 60_000;
const floatingIp = z.object({ floating_ip_address: z.string() });

/** The stock `openstack` command, with the variables that the page hands out: a shell reads its openrc. */
describe.skipIf(!hasClient('openstack', '--version'))(
  'the openstack command on the pocket cloud',
  { timeout: 3 * MINUTE },
  () => {
    let workbook: RunningWorkbook;
    let folder: string;

    beforeAll(async () => {
      workbook = await startWorkbook();
      folder = mkdtempSync(join(tmpdir(), 'openrc-'));
      const learner = await newLearner(workbook.url);
      writeFileSync(join(folder, 'openrc'), await (await learner.get('/openrc')).text());
      writeFileSync(join(folder, 'clouds.yaml'), await (await learner.get('/clouds.yaml')).text());
    });
    afterAll(async () => {
      await workbook.close();
      rmSync(folder, { recursive: true, force: true });
    });

    async function openstack(line: string): Promise<string> {
      const ended = await runProgram('bash', ['-c', `. "${folder}/openrc" && openstack ${line}`], {});
      if (ended.status !== 0) throw new Error(`openstack ${line}\n${ended.stdout}${ended.stderr}`);
      return ended.stdout;
    }
    const json = async (line: string): Promise<unknown> => JSON.parse(await openstack(`${line} -f json`));

    test('sees images, flavors and an empty project', async () => {
      expect(await json('image list')).toEqual(
        expect.arrayContaining([expect.objectContaining({ Name: 'ubuntu-24.04', Status: 'active' })]),
      );
      expect(await json('flavor list')).toEqual(
        expect.arrayContaining([expect.objectContaining({ Name: 'm1.small', RAM: 2048, VCPUs: 1 })]),
      );
      expect(await json('server list')).toEqual([]);
    });

    test('builds a network with a way out', async () => {
      await openstack('network create private');
      await openstack('subnet create --network private --subnet-range 10.0.0.0/24 private');
      await openstack('router create way-out');
      await openstack('router set --external-gateway public way-out');
      await openstack('router add subnet way-out private');
      expect(await json('router show way-out')).toMatchObject({ name: 'way-out', status: 'ACTIVE' });
    });

    test('boots a server, waits for it and reads its console', async () => {
      await openstack('security group create web');
      await openstack('security group rule create --protocol tcp --dst-port 80 web');
      const created = await json(
        'server create --wait --image ubuntu-24.04 --flavor m1.small --network private --security-group web one',
      );
      expect(created).toMatchObject({ name: 'one', status: 'ACTIVE' });
      expect(await json('server list')).toEqual([
        expect.objectContaining({
          Name: 'one',
          Status: 'ACTIVE',
          Networks: { private: [expect.stringMatching(/^10\.0\.0\./)] },
        }),
      ]);
      expect(await json('server show one')).toMatchObject({ name: 'one', status: 'ACTIVE' });
      await expect.poll(() => openstack('console log show one')).toMatch(/Cloud-init v\. .* finished/);
    });

    test('gives it a floating IP and lists it', async () => {
      const { floating_ip_address: address } = floatingIp.parse(await json('floating ip create public'));
      expect(address).toMatch(/^203\.0\.113\./);
      await openstack(`server add floating ip one ${address}`);
      expect(await json('floating ip list')).toEqual([
        expect.objectContaining({
          'Floating IP Address': address,
          'Fixed IP Address': expect.stringMatching(/^10\.0\.0\./),
        }),
      ]);
    });

    test('stops, starts and deletes it', async () => {
      await openstack('server stop one');
      await expect.poll(() => json('server show one')).toMatchObject({ status: 'SHUTOFF' });
      await openstack('server start one');
      await expect.poll(() => json('server show one')).toMatchObject({ status: 'ACTIVE' });
      await openstack('server delete --wait one');
      expect(await json('server list')).toEqual([]);
    });

    test('is told the real error in words', async () => {
      await expect(openstack('server show nobody')).rejects.toThrow(
        /No server with a name or ID of 'nobody'|No Server found for nobody/,
      );
      await expect(
        openstack('server create --image ubuntu-24.04 --flavor m9.huge --network private x'),
      ).rejects.toThrow(/m9\.huge/);
    });

    test('works by the clouds.yaml too', async () => {
      const env = { OS_CLOUD: 'pocket', OS_CLIENT_CONFIG_FILE: join(folder, 'clouds.yaml') };
      const ended = await runProgram('openstack', ['token', 'issue', '-f', 'json'], env);
      expect(JSON.parse(ended.stdout)).toMatchObject({ project_id: expect.stringMatching(/^[0-9a-f]{32}$/) });
    });
  },
);
