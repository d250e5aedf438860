import { create, HostConfig, logs, remove, run, runs, type Step, start, wait } from './step.ts';

/** Steps: files. */
export const files: readonly Step[] = [
  create('changes', run(['sh', '-c', 'echo x > /tmp/new; echo y >> /etc/passwd; rm /etc/group'])),
  start('changes'),
  wait('changes', 0),
  {
    name: 'what it changed',
    method: 'GET',
    path: '/containers/changes/changes',
    status: 200,
    has: {
      '': [
        { Path: '/etc', Kind: 0 },
        { Path: '/etc/group', Kind: 2 },
        { Path: '/etc/passwd', Kind: 0 },
        { Path: '/tmp', Kind: 0 },
        { Path: '/tmp/new', Kind: 1 },
      ],
    },
  },
  {
    name: 'no such file',
    method: 'GET',
    path: '/containers/changes/archive?path=/nosuch',
    status: 404,
    message: 'Could not find the file /nosuch in container changes',
  },
  {
    name: 'commit',
    method: 'POST',
    path: '/commit?container=changes&repo=committed&tag=1&comment=said&author=me',
    body: {},
    status: 201,
  },
  {
    name: 'the image of a commit',
    method: 'GET',
    path: '/images/committed:1/json',
    status: 200,
    has: {
      RepoTags: ['committed:1'],
      Comment: 'said',
      Author: 'me',
      'Config.Cmd': ['sh', '-c', 'echo x > /tmp/new; echo y >> /etc/passwd; rm /etc/group'],
    },
  },
  { name: 'tag', method: 'POST', path: '/images/committed:1/tag?repo=other&tag=2', status: 201 },
  {
    name: 'remove one name',
    method: 'DELETE',
    path: '/images/other:2',
    status: 200,
    has: { '': [{ Untagged: 'other:2' }] },
  },
  remove('changes'),
  create('committed', { ...run(['cat', '/tmp/new']), Image: 'committed:1' }),
  {
    name: 'remove an image that a container has',
    method: 'DELETE',
    path: '/images/committed:1',
    status: 409,
    message:
      'conflict: unable to remove repository reference "committed:1" (must force) - container <short> is using its referenced image <short>',
  },
  start('committed'),
  wait('committed', 0),
  logs('committed', 'x\n'),
  remove('committed'),
  {
    name: 'remove the image',
    method: 'DELETE',
    path: '/images/committed:1',
    status: 200,
    has: { '0': { Untagged: 'committed:1' } },
  },
];

/** Steps: volumes. */
export const volumes: readonly Step[] = [
  {
    name: 'create a volume',
    method: 'POST',
    path: '/volumes/create',
    body: { Name: 'kept', Labels: { a: 'b' } },
    status: 201,
    has: { Name: 'kept', Driver: 'local', Labels: { a: 'b' }, Scope: 'local' },
  },
  create(
    'writes',
    run(['sh', '-c', 'echo once > /data/note'], { HostConfig: { ...HostConfig, Binds: ['kept:/data'] } }),
  ),
  start('writes'),
  wait('writes', 0),
  {
    name: 'remove a volume in use',
    method: 'DELETE',
    path: '/volumes/kept',
    status: 409,
    message: 'remove kept: volume is in use - [<id>]',
  },
  remove('writes'),
  ...runs('reads', ['cat', '/data/note'], 0, 'once\n', {
    HostConfig: { ...HostConfig, Binds: ['kept:/data:ro'] },
  }),
  { name: 'remove it', method: 'DELETE', path: '/volumes/kept', status: 204 },
];

/** Steps: networks. */
export const networks: readonly Step[] = [
  {
    name: 'remove a network that is always there',
    method: 'DELETE',
    path: '/networks/none',
    status: 403,
    message: 'none is a pre-defined network and cannot be removed',
  },
  {
    name: 'a second host network',
    method: 'POST',
    path: '/networks/create',
    body: { Name: 'again', Driver: 'host' },
    status: 403,
    message: 'only one instance of "host" network is allowed',
  },
];
