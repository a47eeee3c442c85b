import { expect, it } from '@jest/globals';
import { Address } from './person.schemas.js';

it.each([
  ['li.na@award.example', true],
  ["o'brien+x@a-b.city.example", true],
  ['a@b', false],
  ['a@x-.example', false],
  ['a@-x.example', false],
  [`a@${'x'.repeat(64)}.example`, false],
  [`${'a'.repeat(64)}@city.example`, true],
  [`${'a'.repeat(65)}@city.example`, false],
])('%s', (address, taken) => {
  expect(Address.safeParse(address).success).toBe(taken);
});
