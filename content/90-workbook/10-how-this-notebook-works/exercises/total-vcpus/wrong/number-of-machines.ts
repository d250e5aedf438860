// gets: That is how many machines there are.
const total = machines.length;
