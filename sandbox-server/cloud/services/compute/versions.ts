import type { MicroversionRange } from '../../microversion.ts';

/** The microversions of this Nova: those of the release Zed. */
export const VERSIONS: MicroversionRange = {
  service: 'compute',
  major: 2,
  min: 1,
  max: 93,
  legacyHeader: 'x-openstack-nova-api-version',
};
