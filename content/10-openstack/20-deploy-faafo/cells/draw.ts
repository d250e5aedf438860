import { connectFaafo } from 'faafo';

const faafo = connectFaafo(address);

/** The part of the plane that the pictures show. */
const view = { xa: -1.2, xb: 1.2, ya: -0.9, yb: 0.9 };

const first = await faafo.create({
  tasks: 4,
  width: 1600,
  height: 1200,
  iterations: 400,
  ...view,
});

console.log(`${first.length} orders posted to ${address}.`);
