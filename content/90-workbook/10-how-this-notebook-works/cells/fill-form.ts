import { button, checkbox, number, select, textInput } from 'workbook';

const form = {
  name: textInput('Name', { value: 'web' }),
  flavor: select('Flavor', ['m1.tiny', 'm1.small', 'm1.medium']),
  count: number('How many', { value: 1, min: 1, max: 9 }),
  key: checkbox('With a key pair'),
  pressed: button('Order'),
};
