const total = machines.reduce((sum, { vcpus }) => sum + vcpus, 0);

total;
