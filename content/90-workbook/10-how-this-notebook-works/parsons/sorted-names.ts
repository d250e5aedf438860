const names = ['web', 'queue', 'database'];
const sorted = names.toSorted();
console.log(sorted.join(', '));
names.sort(); // distractor
