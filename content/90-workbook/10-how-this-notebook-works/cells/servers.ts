const servers = 2;
