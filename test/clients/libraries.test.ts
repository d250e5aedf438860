import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newLearner } from '../support/learner.ts';
import { hasClient, runProgram } from '../support/program.ts';
import { type RunningWorkbook, startWorkbook } from '../support/workbook.ts';

const sdkProgram = `
import openstack
cloud = openstack.connect(cloud="pocket")
print(sorted(image.name for image in cloud.image.images()))
print(sorted(flavor.name for flavor in cloud.compute.flavors()))
key = cloud.compute.create_keypair(name="sdk")
print(key.name, key.private_key.startswith("-----BEGIN"))
group = cloud.network.create_security_group(name="sdk")
cloud.network.create_security_group_rule(
    security_group_id=group.id, direction="ingress", protocol="tcp", port_range_min=22, port_range_max=22)
print(len(list(cloud.network.security_group_rules(security_group_id=group.id))))
print([server.name for server in cloud.compute.servers()])
`;

describe.skipIf(!hasClient('/usr/bin/python3', '-c', 'import openstack'))(
  'openstacksdk on the pocket cloud',
  () => {
    let workbook: RunningWorkbook;
    let folder: string;

    beforeAll(async () => {
      workbook = await startWorkbook();
      folder = mkdtempSync(join(tmpdir(), 'sdk-'));
      const learner = await newLearner(workbook.url);
      writeFileSync(join(folder, 'clouds.yaml'), await (await learner.get('/clouds.yaml')).text());
    });
    afterAll(async () => {
      await workbook.close();
      rmSync(folder, { recursive: true, force: true });
    });

    test('lists, creates and reads back through the services that it finds in the catalog', async () => {
      const env = { OS_CLIENT_CONFIG_FILE: join(folder, 'clouds.yaml') };
      const ended = await runProgram('/usr/bin/python3', ['-c', sdkProgram], env);
      expect(ended.stderr).not.toContain('Traceback');
      expect(ended.stdout.trim().split('\n')).toEqual([
        "['cirros-0.6.3', 'debian-12', 'ubuntu-24.04']",
        "['m1.large', 'm1.medium', 'm1.small', 'm1.tiny', 'm1.xlarge']",
        'sdk True',
        '3',
        '[]',
      ]);
    });
  },
);
