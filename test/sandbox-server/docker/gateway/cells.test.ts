import { afterAll, beforeAll, expect, test } from 'vitest';
import { newLearner } from '../../../support/learner.ts';
import { Reader } from '../../../support/reader.ts';
import { type RunningWorkbook, startWorkbook } from '../../../support/workbook.ts';
import { type Classroom, openClassroom } from './classroom.ts';
import { describeEngine } from './describe-engine.ts';

const lesson = '10-openstack/20-deploy-faafo';

describeEngine('a workbook with a Docker engine', () => {
  let workbook: RunningWorkbook;
  let room: Classroom;
  beforeAll(async () => {
    // It makes the image that the cells use.
    room = await openClassroom();
    workbook = await startWorkbook({ env: { WORKBOOK_DOCKER: 'engine' } });
  });
  afterAll(async () => {
    await room.close();
    await workbook.close();
  });

  test('says so, hands out the address, and cells find it by `new Docker()`', async () => {
    expect(await (await fetch(`${workbook.url}/healthz`)).json()).toMatchObject({ docker: 'engine' });
    const learner = await newLearner(workbook.url);
    const reader = await Reader.open(workbook.url, learner.cookie, lesson);
    const code = `import Docker from 'dockerode';
      const docker = new Docker();
      const container = await docker.createContainer({ name: 'from-a-cell', Image: 'busybox', Cmd: ['cat'], OpenStdin: true });
      await container.start();
      const exec = await container.exec({ Cmd: ['sh', '-c', 'read word; echo got $word'], AttachStdin: true, AttachStdout: true, Tty: true });
      const line = await exec.start({ hijack: true, stdin: true, Tty: true });
      line.write('this\\n');
      let said = '';
      for await (const chunk of line) said += chunk;
      console.log(said);`;
    const { outcome, text } = await reader.run('docker', code);
    expect(outcome, text).toBe('ok');
    expect(text).toContain('got this');
    reader.close();
    const environment = await (await learner.get('/docker.env')).text();
    const host = /DOCKER_HOST='tcp:(.+)'/.exec(environment)?.[1] ?? '';
    const list = async (): Promise<unknown> => (await fetch(`http:${host}/containers/json`)).json();
    expect(await list()).toMatchObject([{ Names: ['/from-a-cell'] }]);
    const headers = { cookie: learner.cookie, origin: workbook.url };
    await fetch(`${workbook.url}/api/sessions/current/cloud/reset`, { method: 'POST', headers });
    expect(await list()).toEqual({ message: expect.stringContaining('no longer') });
    const anew = /DOCKER_HOST='tcp:(.+)'/.exec(await (await learner.get('/docker.env')).text())?.[1] ?? '';
    expect(await (await fetch(`http:${anew}/containers/json?all=1`)).json()).toEqual([]);
    await fetch(`http:${anew}/containers/create?name=left`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ Image: 'busybox', Cmd: ['true'] }),
    });
    const mine = async () =>
      (await room.engine.listContainers({ all: true })).filter(({ Names }) => Names[0]?.endsWith('-left'));
    expect(await mine()).toHaveLength(1);
    await fetch(`${workbook.url}/api/sessions/current`, { method: 'DELETE', headers });
    expect(await mine()).toEqual([]);
  }, 90_000);
});

test('without being asked for, no engine is used: not even one that this computer has', async () => {
  const workbook = await startWorkbook({ env: { WORKBOOK_DOCKER: 'auto', DOCKER_HOST: '' } });
  try {
    expect(await (await fetch(`${workbook.url}/healthz`)).json()).toMatchObject({ docker: 'none' });
    const learner = await newLearner(workbook.url);
    expect((await learner.get('/docker.env')).status).toBe(404);
    expect(await (await fetch(`${workbook.url}/docker/x/_ping`)).json()).toEqual({
      message: expect.any(String),
    });
  } finally {
    await workbook.close();
  }
});

test('an engine that is asked for and does not answer is told of at the start', async () => {
  const env = { WORKBOOK_DOCKER: 'engine', DOCKER_HOST: 'unix:///no/such.sock' };
  await expect(startWorkbook({ env })).rejects.toThrow('No Docker engine answers at unix:///no/such.sock');
});
