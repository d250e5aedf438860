import { expect, test } from 'vitest';
import { negotiate } from '../../../sandbox-server/cloud/microversion.ts';

const range = { service: 'compute', major: 2, min: 1, max: 93, legacyHeader: 'x-openstack-nova-api-version' };
const asking = (name: string, value: string): Headers => new Headers({ [name]: value });

test.each([
  ['nothing', new Headers(), 1],
  ['compute 2.26', asking('openstack-api-version', 'compute 2.26'), 26],
  ['compute latest', asking('openstack-api-version', 'compute latest'), 93],
  ['a list of services', asking('openstack-api-version', 'volume 3.10, compute 2.5'), 5],
  ['another service', asking('openstack-api-version', 'volume 3.10'), 1],
  ['the older header', asking('x-openstack-nova-api-version', '2.3'), 3],
])('asked for %s', (_name, headers, minor) => {
  expect(negotiate(headers, range)).toBe(minor);
});

test.each(['2.94', '2.0', '3.1'])('%s is not acceptable, and the answer says what is', (version) => {
  expect(() => negotiate(asking('openstack-api-version', `compute ${version}`), range)).toThrow(
    `Version ${version} is not supported by the API. Minimum is 2.1 and maximum is 2.93.`,
  );
});

test('what is no version is refused as such', () => {
  expect(() => negotiate(asking('openstack-api-version', 'compute two'), range)).toThrow('invalid format');
});
