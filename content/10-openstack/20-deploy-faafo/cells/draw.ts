import { connectFaafo } from 'faafo';

const faafo = connectFaafo(address);

/** A part of the plane where the sets have much to show, and the workers much to do. */
const view = { iterations: 100, xa: -1.2, xb: 1.2, ya: -0.9, yb: 0.9 };

const first = await faafo.create({ tasks: 4, width: 1000, height: 750, ...view });

console.log(`${first.length} orders posted to ${address}.`);
