import * as Plot from '@observablehq/plot';
import { plot } from 'workbook';

const dots = Plot.dot(machines, {
  x: 'vcpus',
  y: 'memory (GiB)',
  stroke: 'currentColor',
});

await plot({
  height: 260,
  ariaLabel: 'Memory of the machines by their processors',
  marks: [Plot.gridY(), dots],
});
