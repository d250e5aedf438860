console.log('A cell prints lines, and shows the value of its last expression.');

6 * 7;
