import { table } from 'workbook';

const images = await cloud.image.images.list();

table(images.map(({ name, status, min_ram, min_disk }) => ({ name, status, min_ram, min_disk })));
