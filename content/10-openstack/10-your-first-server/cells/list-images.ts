const images = await cloud.image.images.list();

table(
  images.map((image) => ({
    name: image.name,
    status: image.status,
    bytes: image.size,
    'needs memory (MiB)': image.min_ram,
    'needs disk (GiB)': image.min_disk,
  })),
);
