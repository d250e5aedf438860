const flavors = await cloud.compute.flavors.list();

table(flavors.map(({ name, vcpus, ram, disk }) => ({ name, vcpus, ram, disk })));
