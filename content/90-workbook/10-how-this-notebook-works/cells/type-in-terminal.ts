import { terminal } from 'workbook';

await terminal().type('hostname\n');
