const flavors = await cloud.compute.flavors.list();

table(
  flavors.map((flavor) => ({
    name: flavor.name,
    vcpus: flavor.vcpus,
    'memory (MiB)': flavor.ram,
    'disk (GiB)': flavor.disk,
  })),
);
