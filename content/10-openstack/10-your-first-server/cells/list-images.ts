const images = await cloud.image.images.list();

table(
  images.map((image) => ({
    name: image.name,
    status: image.status,
    'may be used by': image.visibility === 'public' ? 'everybody' : image.visibility,
    added: image.created_at,
  })),
);
