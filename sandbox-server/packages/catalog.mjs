/**
 * The npm packages that cells can import, by name. Each is bundled with all that it needs, because a kernel
 * reads nothing but the library and these bundles. `library/import-map.json` leads to them.
 */
export const catalog = ['@observablehq/plot', 'arquero', 'd3', 'dockerode', 'linkedom', 'zod'];

/** The file of a package's bundle, without its ending. */
export const bundleOf = (name) => name.replace('@', '').replace('/', '-');
