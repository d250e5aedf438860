import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hasClient, runProgram } from '../../../support/program.ts';
import { type Classroom, obstacle, openClassroom } from './classroom.ts';

const file = `version: "3.3"
services:
  web:
    image: busybox
    command: sh -c "mkdir /www; echo composed > /www/index.html; exec httpd -f -p 80 -h /www"
    ports: ["8081:80"]
    volumes: ["data:/data"]
    networks: [back]
  app:
    build: .
    depends_on: [web]
    networks: [back]
volumes: {data: {}}
networks: {back: {}}
`;

describe.skipIf(obstacle() !== undefined || !hasClient('docker-compose', 'version'))(
  'docker-compose, in Python',
  () => {
    let room: Classroom;
    let folder: string;
    beforeAll(async () => {
      room = await openClassroom();
      folder = mkdtempSync(join(tmpdir(), 'compose-'));
      writeFileSync(join(folder, 'docker-compose.yml'), file);
      writeFileSync(join(folder, 'Dockerfile'), 'FROM busybox\nCMD ["ping", "-c1", "-w5", "web"]\n');
    });
    afterAll(async () => {
      rmSync(folder, { recursive: true });
      await room.close();
    });

    test('brings up what its file says, under the address with a path, and takes it down', async () => {
      const compose = (...args: string[]) =>
        runProgram('docker-compose', ['-p', 'demo', '-f', join(folder, 'docker-compose.yml'), ...args], {
          DOCKER_HOST: room.ada.host,
        });
      const up = await compose('up', '-d');
      expect(up, up.stderr).toMatchObject({ status: 0 });
      const names = async () =>
        (await room.ada.docker.listContainers({ all: true })).flatMap(({ Names }) => Names).sort();
      expect(await names()).toEqual(['/demo_app_1', '/demo_web_1']);
      expect(await room.ada.docker.getContainer('demo_app_1').wait()).toMatchObject({ StatusCode: 0 });
      expect(room.ada.published()).toMatchObject([{ name: 'demo_web_1', wished: 8081 }]);
      const down = await compose('down', '-v', '--rmi', 'local');
      expect(down, down.stderr).toMatchObject({ status: 0 });
      expect(await names()).toEqual([]);
      expect((await room.ada.docker.listVolumes()).Volumes).toEqual([]);
    }, 90_000);
  },
);
