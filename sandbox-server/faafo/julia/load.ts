import { readFile } from 'node:fs/promises';
import { buildJulia, wasmPath } from './build.mjs';
import { createJuliaKernel, type JuliaKernel } from './kernel.ts';

let compiled: Promise<WebAssembly.Module> | undefined;

async function compile(): Promise<WebAssembly.Module> {
  await buildJulia();
  return WebAssembly.compile(await readFile(wasmPath));
}

/** The renderer's module, compiled from its source first when that has not been done or is out of date. */
export function loadJuliaModule(): Promise<WebAssembly.Module> {
  compiled ??= compile();
  return compiled;
}

/** A renderer of one's own, with its own memory. */
export async function loadJuliaKernel(): Promise<JuliaKernel> {
  return createJuliaKernel(await loadJuliaModule());
}
