import { describe, expect, test } from 'vitest';
import { ConfigError, readConfig } from '../../sandbox-server/config.ts';

describe('the settings', () => {
  test('have sensible defaults: the loopback, port 4321, the pocket cloud', () => {
    const config = readConfig({});
    expect(config).toMatchObject({ port: 4321, host: '127.0.0.1', engine: 'auto', cloud: 'pocket' });
    expect(config.data).toMatch(/get-out-of-my-cloud$/);
    expect(config.adminPassword).toBeUndefined();
  });

  test('are read from the environment', () => {
    const config = readConfig({
      PORT: '8080',
      HOST: '0.0.0.0',
      WORKBOOK_DATA: '/srv/course',
      WORKBOOK_ENGINE: 'process',
      WORKBOOK_CLOUD: 'university',
      WORKBOOK_ALLOWED_ORIGINS: 'https://example.org, http://localhost:8080',
      WORKBOOK_ADMIN_PASSWORD: 'open sesame',
      WORKBOOK_LEARNERS: '30',
      WORKBOOK_KERNELS: '60',
      WORKBOOK_WARM_KERNELS: '0',
      WORKBOOK_MEMORY: '4096',
      WORKBOOK_DOCKER: 'engine',
      WORKBOOK_DOCKER_IMAGES: 'busybox, course/*',
      DOCKER_HOST: 'tcp://docker.example:2376',
      DOCKER_TLS_VERIFY: '1',
      DOCKER_CERT_PATH: '/certs',
    });
    expect(config).toEqual({
      port: 8080,
      host: '0.0.0.0',
      data: '/srv/course',
      engine: 'process',
      cloud: 'university',
      learners: 30,
      capacity: { most: 60, warm: 0, memory: 4096 },
      allowedOrigins: ['https://example.org', 'http://localhost:8080'],
      adminPassword: 'open sesame',
      docker: {
        kind: 'engine',
        images: ['busybox', 'course/*'],
        host: 'tcp://docker.example:2376',
        certificates: '/certs',
      },
    });
  });

  test('an empty variable counts as absent', () => {
    expect(readConfig({ PORT: '', HOST: '' })).toMatchObject({ port: 4321, host: '127.0.0.1' });
  });

  test.each([
    ['PORT', 'http'],
    ['PORT', '70000'],
    ['WORKBOOK_ENGINE', 'podman'],
    ['WORKBOOK_DOCKER', 'yes'],
    ['WORKBOOK_ALLOWED_ORIGINS', '*'],
    ['WORKBOOK_ALLOWED_ORIGINS', 'https://example.org/path'],
  ])('%s="%s" is refused by name', (name, value) => {
    expect(() => readConfig({ [name]: value })).toThrow(ConfigError);
    expect(() => readConfig({ [name]: value })).toThrow(`${name}="${value}"`);
  });
});
