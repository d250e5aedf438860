import type { ServerCard } from '../card.ts';
import type { Service } from '../network/service.ts';

/** Where every server finds its own metadata. */
export const METADATA_ADDRESS = '169.254.169.254';

const VERSIONS = ['2012-08-10', '2013-10-17', '2016-10-06', '2018-08-27', 'latest'];

/**
 * The metadata service as one server sees it: https://docs.openstack.org/nova/latest/user/metadata.html.
 * Nobody else's metadata can be asked for.
 */
export function metadataService(card: () => ServerCard): Service {
  return {
    kind: 'http',
    fetch: async (request) => {
      const body = answer(card(), new URL(request.url).pathname);
      if (body === undefined)
        return new Response('404 Not Found\n\nThe resource could not be found.\n', { status: 404 });
      const type = typeof body === 'string' ? 'text/plain' : 'application/json';
      const text = typeof body === 'string' ? body : JSON.stringify(body);
      return new Response(text, { headers: { 'content-type': `${type}; charset=utf-8` } });
    },
  };
}

function answer(card: ServerCard, path: string): string | object | undefined {
  const parts = path.split('/').filter(Boolean);
  const [tree, version, ...rest] = parts;
  if (tree === undefined) return ['2009-04-04', 'latest', ''].join('\n');
  if (tree === 'openstack') {
    if (version === undefined) return VERSIONS.join('\n');
    return VERSIONS.includes(version) ? openstack(card, rest.join('/')) : undefined;
  }
  if (tree !== 'latest' && tree !== '2009-04-04') return undefined;
  if (version === undefined) return `meta-data/${card.userData === null ? '' : '\nuser-data'}`;
  if (version === 'user-data' && rest.length === 0) return card.userData ?? undefined;
  return version === 'meta-data' ? lookUp(ec2(card), rest) : undefined;
}

function openstack(card: ServerCard, file: string): string | object | undefined {
  switch (file) {
    case '':
      return [
        'meta_data.json',
        ...(card.userData === null ? [] : ['user_data']),
        'network_data.json',
        'vendor_data.json',
      ].join('\n');
    case 'meta_data.json':
      return metaData(card);
    case 'user_data':
      return card.userData ?? undefined;
    case 'network_data.json':
      return networkData(card);
    case 'vendor_data.json':
      return {};
    default:
      return undefined;
  }
}

function metaData(card: ServerCard): object {
  const keys = card.keys.map((data, index) => ({
    name: keyName(data, index),
    type: 'ssh',
    data: `${data}\n`,
  }));
  return {
    uuid: card.id,
    name: card.name,
    hostname: `${card.hostname}.novalocal`,
    launch_index: 0,
    availability_zone: 'nova',
    project_id: card.project,
    meta: card.metadata,
    devices: [],
    ...(keys.length > 0 && {
      keys,
      public_keys: Object.fromEntries(keys.map(({ name, data }) => [name, data])),
    }),
  };
}

const keyName = (key: string, index: number): string => key.split(' ')[2] ?? `key-${index}`;

function networkData(card: ServerCard): object {
  return {
    links: card.ports.map(({ id, mac }) => ({
      id: `tap${id.slice(0, 11)}`,
      type: 'ovs',
      ethernet_mac_address: mac,
      vif_id: id,
      mtu: 1450,
    })),
    networks: card.ports.flatMap(({ id, addresses }) =>
      addresses.map(({ address, prefix }, index) => ({
        id: `network${index}`,
        type: 'ipv4',
        link: `tap${id.slice(0, 11)}`,
        ip_address: address,
        netmask: netmask(prefix),
      })),
    ),
    services: [],
  };
}

/** `255.255.255.0` of 24. */
export function netmask(prefix: number): string {
  const bits = '1'.repeat(prefix).padEnd(32, '0');
  return [0, 8, 16, 24].map((at) => Number.parseInt(bits.slice(at, at + 8), 2)).join('.');
}

type Leaf = string | { readonly [name: string]: Leaf };

function ec2(card: ServerCard): Leaf {
  const keys = card.keys.map((key, index) => [`${index}`, { 'openssh-key': key }] as const);
  return {
    'ami-id': `ami-${card.image?.id.slice(0, 8) ?? '00000000'}`,
    'ami-launch-index': '0',
    hostname: `${card.hostname}.novalocal`,
    'instance-action': 'none',
    'instance-id': `i-${card.id.slice(0, 8)}`,
    'instance-type': card.flavor.name,
    'local-hostname': `${card.hostname}.novalocal`,
    'local-ipv4': card.ports[0]?.addresses[0]?.address ?? '',
    placement: { 'availability-zone': 'nova' },
    ...(keys.length > 0 && { 'public-keys': Object.fromEntries(keys) }),
  };
}

function lookUp(leaf: Leaf | undefined, [name, ...rest]: readonly string[]): string | undefined {
  if (leaf === undefined) return undefined;
  if (typeof leaf === 'string') return name === undefined ? leaf : undefined;
  if (name !== undefined) return Object.hasOwn(leaf, name) ? lookUp(leaf[name], rest) : undefined;
  return Object.entries(leaf)
    .map(([key, value]) => (typeof value === 'string' ? key : `${key}/`))
    .join('\n');
}
