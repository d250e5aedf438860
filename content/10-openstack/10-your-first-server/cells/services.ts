import { table } from 'workbook';

table(
  cloud.catalog.map((service) => ({
    type: service.type,
    name: service.name,
    address: service.endpoints.find((endpoint) => endpoint.interface === 'public')?.url,
  })),
);
