console.log([10, 9, 1].toSorted().join(', '));
