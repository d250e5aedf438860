import { table } from 'workbook';

table(
  cloud.catalog.map(({ type, name, endpoints }) => ({
    type,
    name,
    address: endpoints.find((one) => one.interface === 'public')?.url,
  })),
);
