import { Fault } from '../../fault.ts';
import { type Route, route } from '../../route.ts';

/** What was once an extension, and is now part of the API, by alias and name. */
const EXTENSIONS: readonly (readonly [alias: string, name: string])[] = [
  ['OS-DCF', 'DiskConfig'],
  ['OS-EXT-AZ', 'ExtendedAvailabilityZone'],
  ['OS-EXT-IMG-SIZE', 'ImageSize'],
  ['OS-EXT-IPS', 'ExtendedIps'],
  ['OS-EXT-IPS-MAC', 'ExtendedIpsMac'],
  ['OS-EXT-SRV-ATTR', 'ExtendedServerAttributes'],
  ['OS-EXT-STS', 'ExtendedStatus'],
  ['OS-FLV-DISABLED', 'FlavorDisabled'],
  ['OS-FLV-EXT-DATA', 'FlavorExtraData'],
  ['OS-SCH-HNT', 'SchedulerHints'],
  ['OS-SRV-USG', 'ServerUsage'],
  ['os-access-ips', 'AccessIPs'],
  ['os-admin-actions', 'AdminActions'],
  ['os-aggregates', 'Aggregates'],
  ['os-attach-interfaces', 'AttachInterfaces'],
  ['os-availability-zone', 'AvailabilityZone'],
  ['os-block-device-mapping-v2-boot', 'BlockDeviceMappingV2Boot'],
  ['os-config-drive', 'ConfigDrive'],
  ['os-console-output', 'ConsoleOutput'],
  ['os-consoles', 'Consoles'],
  ['os-create-backup', 'CreateBackup'],
  ['os-create-server-ext', 'Createserverext'],
  ['os-extended-networks', 'ExtendedNetworks'],
  ['os-extended-status', 'ExtendedStatus'],
  ['os-extended-volumes', 'ExtendedVolumes'],
  ['os-flavor-access', 'FlavorAccess'],
  ['os-flavor-extra-specs', 'FlavorExtraSpecs'],
  ['os-flavor-manage', 'FlavorManage'],
  ['os-flavor-rxtx', 'FlavorRxtx'],
  ['os-flavor-swap', 'FlavorSwap'],
  ['os-floating-ips', 'FloatingIps'],
  ['os-hide-server-addresses', 'HideServerAddresses'],
  ['os-hypervisors', 'Hypervisors'],
  ['os-instance-actions', 'InstanceActions'],
  ['os-keypairs', 'Keypairs'],
  ['os-lock-server', 'LockServer'],
  ['os-migrations', 'Migrations'],
  ['os-multiple-create', 'MultipleCreate'],
  ['os-pause-server', 'PauseServer'],
  ['os-quota-sets', 'Quotas'],
  ['os-security-groups', 'SecurityGroups'],
  ['os-server-external-events', 'ServerExternalEvents'],
  ['os-server-groups', 'ServerGroups'],
  ['os-server-start-stop', 'ServerStartStop'],
  ['os-services', 'Services'],
  ['os-simple-tenant-usage', 'SimpleTenantUsage'],
  ['os-suspend-server', 'SuspendServer'],
  ['os-used-limits', 'UsedLimits'],
  ['os-user-data', 'UserData'],
  ['os-volumes', 'Volumes'],
];

function view([alias, name]: readonly [string, string]): object {
  const namespace = 'http://docs.openstack.org/compute/ext/fake_xml';
  return { alias, description: `${name}.`, links: [], name, namespace, updated: '2014-12-03T00:00:00Z' };
}

/** The list of extensions, for clients old enough to look. */
export function extensions(): Route[] {
  const docs = 'https://docs.openstack.org/api-ref/compute/#extensions-extensions-deprecated';
  return [
    route({
      method: 'GET',
      path: '/v2.1/extensions',
      docs,
      run: () => ({ status: 200, body: { extensions: EXTENSIONS.map(view) } }),
    }),
    route({
      method: 'GET',
      path: '/v2.1/extensions/{alias}',
      docs,
      run: (call) => {
        const found = EXTENSIONS.find(([alias]) => alias === call.param('alias'));
        if (!found) {
          throw new Fault(404, `Extension ${call.param('alias')} not found.`);
        }
        return { status: 200, body: { extension: view(found) } };
      },
    }),
  ];
}
