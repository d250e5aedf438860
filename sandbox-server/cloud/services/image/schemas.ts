import { type Route, route } from '../../route.ts';
import { CONTAINER_FORMATS, DISK_FORMATS, VISIBILITIES } from './image-records.ts';

const UUID = '^([0-9a-fA-F]){8}-([0-9a-fA-F]){4}-([0-9a-fA-F]){4}-([0-9a-fA-F]){4}-([0-9a-fA-F]){12}$';

const readOnly = (type: string | string[], description: string, more: object = {}): object => ({
  type,
  readOnly: true,
  description,
  ...more,
});
const text = (description: string): object => ({ description, type: 'string', is_base: false });
const relatedId = (description: string): object => ({
  type: ['null', 'string'],
  pattern: UUID,
  description,
  is_base: false,
});

const STATUSES = [
  'queued',
  'saving',
  'active',
  'killed',
  'deleted',
  'uploading',
  'importing',
  'pending_delete',
  'deactivated',
];

const BASE = {
  id: { type: 'string', description: 'An identifier for the image', pattern: UUID },
  name: { type: ['null', 'string'], description: 'Descriptive name for the image', maxLength: 255 },
  status: readOnly('string', 'Status of the image', { enum: STATUSES }),
  visibility: { type: 'string', description: 'Scope of image accessibility', enum: VISIBILITIES },
  protected: { type: 'boolean', description: 'If true, image will not be deletable.' },
  os_hidden: {
    type: 'boolean',
    description: 'If true, image will not appear in default image list response.',
  },
  checksum: readOnly(['null', 'string'], 'md5 hash of image contents.', { maxLength: 32 }),
  os_hash_algo: readOnly(['null', 'string'], 'Algorithm to calculate the os_hash_value', { maxLength: 64 }),
  os_hash_value: readOnly(['null', 'string'], 'Hexdigest of the image contents', { maxLength: 128 }),
  owner: { type: ['null', 'string'], description: 'Owner of the image', maxLength: 255 },
  size: readOnly(['null', 'integer'], 'Size of image file in bytes'),
  virtual_size: readOnly(['null', 'integer'], 'Virtual size of image in bytes'),
  container_format: {
    type: ['null', 'string'],
    description: 'Format of the container',
    enum: [null, ...CONTAINER_FORMATS],
  },
  disk_format: { type: ['null', 'string'], description: 'Format of the disk', enum: [null, ...DISK_FORMATS] },
  created_at: readOnly('string', 'Date and time of image registration'),
  updated_at: readOnly('string', 'Date and time of the last image modification'),
  tags: {
    type: 'array',
    description: 'List of strings related to the image',
    items: { type: 'string', maxLength: 255 },
  },
  direct_url: readOnly('string', 'URL to access the image file kept in external store'),
  min_ram: { type: 'integer', description: 'Amount of ram (in MB) required to boot image.' },
  min_disk: { type: 'integer', description: 'Amount of disk space (in GB) required to boot image.' },
  self: readOnly('string', 'An image self url'),
  file: readOnly('string', 'An image file url'),
  schema: readOnly('string', 'An image schema url'),
};

const COMMON = {
  kernel_id: relatedId('ID of image that should be used as the kernel when booting an AMI-style image.'),
  ramdisk_id: relatedId('ID of image that should be used as the ramdisk when booting an AMI-style image.'),
  instance_uuid: text('The server that this image is associated with.'),
  architecture: text('Operating system architecture'),
  os_distro: text('Common name of operating system distribution'),
  os_version: text('Operating system version as specified by the distributor.'),
  description: text('A human-readable string describing this image.'),
};

const IMAGE = {
  name: 'image',
  properties: { ...BASE, ...COMMON },
  additionalProperties: { type: 'string' },
  links: [
    { rel: 'self', href: '{self}' },
    { rel: 'enclosure', href: '{file}' },
    { rel: 'describedby', href: '{schema}' },
  ],
};

const MEMBER = {
  name: 'member',
  properties: {
    created_at: { type: 'string', description: 'Date and time of image member creation' },
    image_id: { type: 'string', description: 'An identifier for the image', pattern: UUID },
    member_id: { type: 'string', description: 'An identifier for the image member (tenantId)' },
    schema: { readOnly: true, type: 'string' },
    status: {
      type: 'string',
      description: 'The status of this image member',
      enum: ['pending', 'accepted', 'rejected'],
    },
    updated_at: { type: 'string', description: 'Date and time of last modification of image member' },
  },
};

function listOf(name: string, item: object): object {
  return {
    name,
    properties: {
      [name]: { type: 'array', items: item },
      first: { type: 'string' },
      next: { type: 'string' },
      schema: { type: 'string' },
    },
    links: [
      { rel: 'first', href: '{first}' },
      { rel: 'next', href: '{next}' },
      { rel: 'describedby', href: '{schema}' },
    ],
  };
}

/** The JSON schemas that answers point to. */
export function schemas(): Route[] {
  const table = {
    image: IMAGE,
    images: listOf('images', IMAGE),
    member: MEMBER,
    members: listOf('members', MEMBER),
  };
  return Object.entries(table).map(([name, body]) =>
    route({
      method: 'GET',
      path: `/v2/schemas/${name}`,
      docs: 'https://docs.openstack.org/api-ref/image/v2/#image-schemas',
      run: () => ({ status: 200, body }),
    }),
  );
}
