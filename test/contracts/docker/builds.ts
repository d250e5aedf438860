import { create, HostConfig, IMAGE, logs, remove, type Step, start, wait } from './step.ts';

const DOCKERFILE = `FROM ${IMAGE}
ARG WHO=nobody
ENV GREETING="hello there" OTHER=x
WORKDIR /app
COPY note .
RUN echo "$GREETING $WHO"
LABEL a=b
EXPOSE 80
CMD ["cat", "note"]
`;
/** Steps: builds. */
export const builds: readonly Step[] = [
  {
    name: 'build',
    method: 'POST',
    path: `/build?t=built&networkmode=none&buildargs=${encodeURIComponent('{"WHO":"you"}')}`,
    context: { Dockerfile: DOCKERFILE, note: 'noted\n' },
    status: 200,
    says: [
      'Step 1/9 : FROM contract:busybox',
      ' ---> <short>',
      'Step 2/9 : ARG WHO=nobody',
      ' ---> <short>',
      'Step 3/9 : ENV GREETING="hello there" OTHER=x',
      ' ---> <short>',
      'Step 4/9 : WORKDIR /app',
      ' ---> <short>',
      'Step 5/9 : COPY note .',
      ' ---> <short>',
      'Step 6/9 : RUN echo "$GREETING $WHO"',
      'hello there you',
      ' ---> <short>',
      'Step 7/9 : LABEL a=b',
      ' ---> <short>',
      'Step 8/9 : EXPOSE 80',
      ' ---> <short>',
      'Step 9/9 : CMD ["cat", "note"]',
      ' ---> <short>',
      'Successfully built <short>',
      'Successfully tagged built:latest',
    ],
  },
  {
    name: 'what was built',
    method: 'GET',
    path: '/images/built/json',
    status: 200,
    has: {
      'Config.Env': [
        'PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
        'GREETING=hello there',
        'OTHER=x',
      ],
      'Config.WorkingDir': '/app',
      'Config.Labels.a': 'b',
      'Config.ExposedPorts': { '80/tcp': {} },
      'Config.Cmd': ['cat', 'note'],
      RepoTags: ['built:latest'],
    },
  },
  create('built', { Image: 'built', HostConfig }),
  start('built'),
  wait('built', 0),
  logs('built', 'noted\n'),
  remove('built'),
  {
    name: 'a step that fails',
    method: 'POST',
    path: '/build?networkmode=none',
    context: { Dockerfile: `FROM ${IMAGE}\nRUN exit 9\n` },
    status: 200,
    says: [
      'Step 1/2 : FROM contract:busybox',
      ' ---> <short>',
      'Step 2/2 : RUN exit 9',
      "The command '/bin/sh -c exit 9' returned a non-zero code: 9",
    ],
  },
  {
    name: 'an instruction that is none',
    method: 'POST',
    path: '/build',
    context: { Dockerfile: `FROM ${IMAGE}\nNOSUCH x\n` },
    status: 400,
    message: 'dockerfile parse error line 2: unknown instruction: NOSUCH',
  },
  {
    name: 'a Dockerfile that is not there',
    method: 'POST',
    path: '/build',
    context: { note: 'x' },
    status: 500,
    message: 'Cannot locate specified Dockerfile: Dockerfile',
  },
  {
    name: 'remove what was built',
    method: 'DELETE',
    path: '/images/built',
    status: 200,
    has: { '0': { Untagged: 'built:latest' } },
  },
];
