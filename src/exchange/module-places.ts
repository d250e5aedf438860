/** Where modules are found, by the names under which cells import them. */
export type ModulePlaces = ReadonlyMap<string, string>;

/** What cells import of the workbook itself. */
const ownModules = ['workbook', 'openstack', 'faafo'];

/** Where the modules are for cells that run elsewhere: ours at the `server`, packages at npm, by their versions. */
export const placesOutside = (server: string, packages: Readonly<Record<string, string>>): ModulePlaces =>
  new Map([
    ...ownModules.map((name) => [name, `${server}/library/${name}.js`] as const),
    ...Object.entries(packages).map(([name, version]) => [name, `npm:${name}@${version}`] as const),
  ]);

/** A module's name, where it is imported. A text that is no program has such places too, and stays what it was. */
const imported = /(\bfrom\s*|\bimport\s*\(?\s*)(["'])([^"'\n]{1,200})\2/g;

const moveModules = (code: string, placeOf: (module: string) => string | undefined): string =>
  code.replace(imported, (all, before: string, quote: string, module: string) => {
    const place = placeOf(module);
    return place === undefined ? all : `${before}${quote}${place}${quote}`;
  });

/** A cell's text as it runs elsewhere: each module is imported from its place. */
export const leadOutside = (code: string, places: ModulePlaces): string =>
  moveModules(code, (module) => places.get(module));

const ownPlace = /^https?:\/\/[^/]+\/library\/(workbook|openstack|faafo)\.js$/;
const npmPlace = /^npm:((?:@[^/@]+\/)?[^/@]+)@[^/]+$/;

/** The way back: a cell's text as the workbook has it. */
export const leadInside = (code: string): string =>
  moveModules(code, (place) => ownPlace.exec(place)?.[1] ?? npmPlace.exec(place)?.[1]);
