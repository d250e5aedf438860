/** Compiles the renderer: `assembly/julia.ts` (AssemblyScript) → `dist/julia.wasm`. Run it, or call `buildJulia()`. */
import { mkdir, rename, stat, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

const folder = fileURLToPath(new URL('.', import.meta.url));
const source = 'assembly/julia.ts';

/** Where the compiled module lies. */
export const wasmPath = `${folder}dist/julia.wasm`;

const modified = async (path) => {
  try {
    return (await stat(path)).mtimeMs;
  } catch (error) {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  }
};

/** Whether the module is missing or older than its source or this script. */
async function isStale() {
  const built = await modified(wasmPath);
  if (built === undefined) return true;
  const sources = await Promise.all([
    modified(`${folder}${source}`),
    modified(fileURLToPath(import.meta.url)),
  ]);
  return sources.some((time) => time !== undefined && time > built);
}

/** Compiles, if stale. Safe to be called by several processes at once: the module is put in place in one step. */
export async function buildJulia() {
  if (!(await isStale())) return;
  const { default: asc } = await import('assemblyscript/asc');
  const outputs = new Map();
  const { error, stderr } = await asc.main(
    [
      source,
      '--baseDir',
      folder,
      '--outFile',
      'julia.wasm',
      '--optimizeLevel',
      '3',
      '--enable',
      'simd',
      '--runtime',
      'stub',
      '--initialMemory',
      '2',
      '--noAssert',
    ],
    { writeFile: (name, contents) => outputs.set(name, contents) },
  );
  if (error) throw new Error(`The Julia renderer does not compile:\n${stderr}`, { cause: error });
  await mkdir(`${folder}dist`, { recursive: true });
  const unfinished = `${wasmPath}.${process.pid}`;
  await writeFile(unfinished, outputs.get('julia.wasm'));
  await rename(unfinished, wasmPath);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await buildJulia();
