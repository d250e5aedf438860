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

const libcloudProgram = `
import os
from libcloud.compute.types import Provider
from libcloud.compute.providers import get_driver
driver = get_driver(Provider.OPENSTACK)(
    os.environ["OS_USERNAME"], os.environ["OS_PASSWORD"], ex_force_auth_version="3.x_password",
    ex_force_auth_url=os.environ["OS_AUTH_URL"] + "/auth/tokens", ex_tenant_name=os.environ["OS_PROJECT_NAME"],
    ex_domain_name="Default", ex_force_service_region="RegionOne", api_version="2.2")
print(sorted(image.name for image in driver.list_images()))
print(sorted(size.name for size in driver.list_sizes()))
print(driver.list_nodes())
print(driver.create_key_pair("libcloud").name, [key.name for key in driver.list_key_pairs()])
group = driver.ex_create_security_group("all-in-one", "network access for all-in-one application.")
driver.ex_create_security_group_rule(group, "TCP", 80, 80)
print(sorted(group.name for group in driver.ex_list_security_groups()))
`;

const libraries = hasClient('/usr/bin/python3', '-c', 'import openstack, libcloud');

describe.skipIf(!libraries)('client libraries on the pocket cloud', { timeout: 60_000 }, () => {
  let workbook: RunningWorkbook;
  let folder: string;
  let credentials: Record<string, string>;

  beforeAll(async () => {
    workbook = await startWorkbook();
    folder = mkdtempSync(join(tmpdir(), 'sdk-'));
    const learner = await newLearner(workbook.url);
    credentials = {
      OS_AUTH_URL: learner.cloud.auth_url,
      OS_USERNAME: learner.cloud.username,
      OS_PASSWORD: learner.cloud.password,
      OS_PROJECT_NAME: learner.cloud.username,
    };
    writeFileSync(join(folder, 'clouds.yaml'), await (await learner.get('/clouds.yaml')).text());
  });
  afterAll(async () => {
    await workbook.close();
    rmSync(folder, { recursive: true, force: true });
  });

  test('openstacksdk lists, creates and reads back through the services that it finds in the catalog', async () => {
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

  test('Apache libcloud does what the tutorial begins with', async () => {
    const ended = await runProgram('/usr/bin/python3', ['-c', libcloudProgram], credentials);
    expect(ended.stderr).not.toContain('Traceback');
    expect(ended.stdout.trim().split('\n')).toEqual([
      "['cirros-0.6.3', 'debian-12', 'ubuntu-24.04']",
      "['m1.large', 'm1.medium', 'm1.small', 'm1.tiny', 'm1.xlarge']",
      '[]',
      "libcloud ['libcloud', 'sdk']",
      "['all-in-one', 'default', 'sdk']",
    ]);
  });
});
