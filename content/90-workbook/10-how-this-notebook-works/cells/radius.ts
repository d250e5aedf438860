const radius = 3;
