/** The names that the makers of OpenStack gave its services, by their types in the catalog. */
const names: Readonly<Record<string, string>> = {
  identity: 'Keystone',
  compute: 'Nova',
  image: 'Glance',
  network: 'Neutron',
  networking: 'Neutron',
  volume: 'Cinder',
  volumev3: 'Cinder',
  'block-storage': 'Cinder',
  'object-store': 'Swift',
  orchestration: 'Heat',
  'load-balancer': 'Octavia',
  placement: 'Placement',
  dns: 'Designate',
  'key-manager': 'Barbican',
};

/** What learners know a service by: its maker's name, or its type where it has none here. */
export const serviceName = (type: string): string => names[type] ?? type;
