import { table } from 'workbook';

const images = await cloud.image.images.list();

table(images.map(({ name, status, visibility }) => ({ name, status, visibility })));
