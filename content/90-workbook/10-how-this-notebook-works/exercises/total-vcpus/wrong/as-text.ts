// gets: It is a text.
const total = machines.map(({ vcpus }) => vcpus).join(' + ');
