import type { runs as english } from './en.ts';

/** Runs of cells in Spanish. */
export const runs: typeof english = {
  runAbove: 'Ejecutar todo lo anterior',
  runFromHere: 'Ejecutar desde aquí',
  runDependents: 'Ejecutar lo que usa esto',
  runStale: 'Ejecutar lo obsoleto',
  restartAndRunAll: 'Reiniciar y ejecutar todo',
  inputsOn: 'Ejecutar lo que usa una entrada cuando cambia',
  inputsOff: 'No ejecutar lo que usa una entrada cuando cambia',
  reactOn: 'Dejar que las celdas se ejecuten solas',
  reactOff: 'No dejar que las celdas se ejecuten solas',
  reacts: 'se ejecuta sola',
  reactsWhy:
    'Esta celda se ejecuta cuando se ha ejecutado una que ella usa. Se desactiva en el menú Más de la lección.',
  startedAt: (time) => `empezó a las ${time}`,
  afterCell: (cell) => `tras la celda «${cell}»`,
  forKernel: 'a que arranque el núcleo',
  inLine: (place) => `a un núcleo, número ${place} de la fila`,
  dequeue: 'Quitar de la cola',
  stopsIn: (time) => `se detiene en ${time}`,
  extend: 'Darle más tiempo',
  mostTime: (minutes) => (minutes === 1 ? '1 minuto como máximo' : `${minutes} minutos como máximo`),
  stale: 'obsoleta',
  staleEdited: 'editada desde que se ejecutó',
  staleKernel: 'el núcleo en que se ejecutó ya no existe',
  staleChanged: (name, cell) => `\`${name}\` cambió en la celda «${cell}»`,
  staleInputEdited: (name, cell) => `la celda «${cell}», que da \`${name}\`, se editó`,
  staleInputStale: (name, cell) => `la celda «${cell}», que da \`${name}\`, está obsoleta`,
  clash: (name, cells) =>
    `\`${name}\` se declara también en ${cells.length === 1 ? 'la celda' : 'las celdas'} «${cells.join('», «')}»: vale la última ejecución.`,
  circle: (cells) =>
    `Las celdas «${cells.join('», «')}» se necesitan unas a otras. Se ejecutan en el orden de la página.`,
};
