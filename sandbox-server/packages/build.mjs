/** Bundles the packages that cells import: `catalog.mjs` → `dist/*.js`. Run it, or call `bundlePackages()`. */
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { bundleOf, catalog } from './catalog.mjs';

const folder = fileURLToPath(new URL('.', import.meta.url));
const place = (file) => `${folder}${file}`;

/** Where the bundles lie. */
export const bundlesPath = place('dist');

/** Observable Plot draws into the page that it finds; in a kernel it finds the one of `document.mjs`. */
const plotDocument = {
  name: 'plot-document',
  setup({ onLoad }) {
    onLoad({ filter: /@observablehq[\\/]plot[\\/]src[\\/]context\.js$/ }, async ({ path }) => ({
      contents: `import { window } from ${JSON.stringify(place('document.mjs'))};\n${await readFile(path, 'utf8')}`,
    }));
  },
};

/** dockerode speaks HTTP through `docker-http.cjs`. */
const dockerHttp = {
  name: 'docker-http',
  setup({ onResolve }) {
    onResolve({ filter: /^http$/ }, ({ importer }) =>
      /docker-modem[\\/]lib[\\/]http\.js$/.test(importer) ? { path: place('docker-http.cjs') } : undefined,
    );
  },
};

const leftOut = ['ssh2', '@grpc/grpc-js', '@grpc/proto-loader', 'protobufjs'];

/** What CommonJS packages ask Node for by `require`. */
const requireOfNode = `import { createRequire as requireFrom } from 'node:module';
const require = requireFrom(import.meta.url);`;

/** Bundles every package; what they share, d3 above all, is one file for all of them. */
export async function bundlePackages() {
  const { outputFiles } = await build({
    entryPoints: Object.fromEntries(catalog.map((name) => [bundleOf(name), name])),
    absWorkingDir: folder,
    outdir: bundlesPath,
    write: false,
    bundle: true,
    splitting: true,
    chunkNames: 'shared-[hash]',
    format: 'esm',
    platform: 'node',
    target: 'esnext',
    mainFields: ['module', 'main'],
    minifySyntax: true,
    minifyWhitespace: true,
    legalComments: 'eof',
    banner: { js: requireOfNode },
    alias: {
      // The runtime has them itself.
      'readable-stream': 'node:stream',
      os: place('no-home.cjs'),
      debug: place('silent.cjs'),
      ...Object.fromEntries(leftOut.map((name) => [name, place('left-out.cjs')])),
    },
    plugins: [plotDocument, dockerHttp],
    logLevel: 'warning',
  });
  await mkdir(bundlesPath, { recursive: true });
  await Promise.all(outputFiles.map(put));
  const made = new Set(outputFiles.map(({ path }) => basename(path)));
  const old = (await readdir(bundlesPath)).filter((file) => !made.has(file));
  await Promise.all(old.map((file) => rm(`${bundlesPath}/${file}`)));
}

/** In place in one step: a kernel may be reading the file that was there. */
async function put({ path, contents }) {
  const unfinished = `${path}.${process.pid}`;
  await writeFile(unfinished, contents);
  await rename(unfinished, path);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await bundlePackages();
