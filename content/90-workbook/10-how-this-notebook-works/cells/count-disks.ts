const disks = servers * 10;

disks;
