visits += 1;

visits;
