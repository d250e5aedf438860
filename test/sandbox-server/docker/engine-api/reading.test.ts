import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { containerOrder } from '../../../../sandbox-server/docker/engine-api/container-order.ts';
import { sentenceOf } from '../../../../sandbox-server/docker/engine-api/fields.ts';
import { readImageName } from '../../../../sandbox-server/docker/engine-api/names.ts';
import { filters, flag, number } from '../../../../sandbox-server/docker/engine-api/query.ts';
import { namePattern } from '../../../../sandbox-server/docker/gateway/engine-filters.ts';
import { isOfferedBy } from '../../../../sandbox-server/docker/gateway/images-offered.ts';
import { readAddress } from '../../../../sandbox-server/docker/gateway/read-request.ts';
import { Tenant } from '../../../../sandbox-server/docker/gateway/tenant.ts';

describe('the order of a container', () => {
  test('is taken as the docker command of any version sends it: what says nothing is passed over', () => {
    const sent = {
      Image: 'busybox',
      Cmd: ['true'],
      Entrypoint: null,
      OnBuild: null,
      HostConfig: {
        Binds: null,
        MaskedPaths: null,
        MemorySwappiness: -1,
        Isolation: '',
        Devices: [],
        OomKillDisable: false,
        ConsoleSize: [0, 0],
        NewInSomeVersion: {},
      },
    };
    const read: unknown = JSON.parse(JSON.stringify(containerOrder.parse(sent)));
    expect(read).toEqual({ Image: 'busybox', Cmd: ['true'], HostConfig: { Isolation: '' } });
  });

  test('names what it does not know, and where', () => {
    const read = containerOrder.safeParse({ Image: 'busybox', HostConfig: { mounts: [{}] } });
    expect(read.success ? '' : sentenceOf(read.error)).toContain('HostConfig.mounts is not known here');
  });
});

describe('a query', () => {
  test.each([
    ['1', true],
    ['true', true],
    ['', false],
    ['0', false],
    ['False', false],
    ['none', false],
    [undefined, false],
  ])('the flag %j is %j', (text, value) => {
    expect(flag.parse(text)).toBe(value);
  });

  test('has filters in both of their spellings', () => {
    const found = new Map([['label', ['a', 'b=c']]]);
    expect(filters.parse('{"label":["a","b=c"]}')).toEqual(found);
    expect(filters.parse('{"label":{"a":true,"b=c":true,"d":false}}')).toEqual(found);
    expect(filters.safeParse('{"label":1}').success).toBe(false);
    expect(filters.safeParse('x').success).toBe(false);
  });

  test('has numbers between two', () => {
    expect(number(0, 10).parse('')).toBeUndefined();
    expect(number(0, 10).parse('7')).toBe(7);
    for (const text of ['11', '-1', '1e1', '0x1', '1.5', ' 1'])
      expect(number(0, 10).safeParse(text).success).toBe(false);
    expect(z.object({ t: number(0, 10) }).parse({})).toEqual({ t: undefined });
  });
});

describe('names', () => {
  test.each([
    ['busybox', 'busybox', undefined],
    ['library/busybox:1', 'busybox', '1'],
    ['docker.io/library/busybox', 'busybox', undefined],
    ['localhost:5000/a/b:c', 'localhost:5000/a/b', 'c'],
    ['my.registry/x', 'my.registry/x', undefined],
  ])('the image %s', (text, repository, tag) => {
    expect(readImageName(text)).toMatchObject({ repository, tag });
  });

  test.each(['Busybox', '../x', 'a//b', 'a:', ':a', 'a b', 'a@sha256:1', '-a', 'a/', ''])(
    '%j is no image',
    (text) => {
      expect(readImageName(text)).toBeUndefined();
    },
  );

  test('go to the engine and come back, and nobody else’s do', () => {
    const [ada, bob] = [new Tenant('server', 'ada'), new Tenant('server', 'bob')];
    expect(ada.outward(ada.inward('web'))).toBe('web');
    expect(bob.outward(ada.inward('web'))).toBeUndefined();
    for (const repository of ['app', 'a/b', 'localhost:5000/app'])
      expect(ada.outwardImage(`${ada.inwardRepository(repository)}:1`)).toBe(`${repository}:1`);
    expect(bob.outwardImage(ada.inwardRepository('app'))).toBeUndefined();
    expect(ada.outwardImage(`${ada.keep}:x`)).toBeUndefined();
    expect(ada.words(`${ada.inward('web')} and ${bob.inward('web')}`)).toBe('web and …');
    expect(new Tenant('other', 'ada').id).not.toBe(ada.id);
  });

  test('a pattern of names matches what the learner sees of them', () => {
    const fits = (pattern: string, name: string) =>
      new RegExp(namePattern('l0-', pattern)).test(`/l0-${name}`);
    expect(fits('^web$', 'web')).toBe(true);
    expect(fits('^/web$', 'web')).toBe(true);
    expect(fits('eb', 'web')).toBe(true);
    expect(fits('^eb', 'web')).toBe(false);
    expect(fits('l0', 'web')).toBe(false);
  });

  test('images are offered by their repository, with any tag or one', () => {
    const isOffered = isOfferedBy(['busybox', 'debian:12', 'course/*', 'localhost:5000/x']);
    for (const name of [
      'busybox',
      'busybox:1',
      'docker.io/library/busybox:2',
      'debian:12',
      'course/app:1',
      'course/a/b',
      'localhost:5000/x:9',
    ])
      expect(isOffered(name), name).toBe(true);
    for (const name of [
      'debian',
      'debian:11',
      'course',
      'evil/busybox',
      'busybox.example/busybox',
      'l000000000000/r/busybox',
      'coursex/app',
    ])
      expect(isOffered(name), name).toBe(false);
  });
});

describe('an address', () => {
  test('is read in one way only', () => {
    expect(readAddress('/v1.41/containers/a%2Db/json?all=1').segments).toEqual(['containers', 'a-b', 'json']);
    expect(readAddress('/_ping').segments).toEqual(['_ping']);
    for (const bad of [
      '/a//b',
      '/a/../b',
      '/a/%2e%2e/b',
      '/a/%2f',
      '/a/b%00',
      'a',
      '/a/',
      '/a/%252e',
      '/a/b;c',
    ])
      expect(() => readAddress(bad), bad).toThrow();
  });
});
