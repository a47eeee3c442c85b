import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readCsv } from './csv.js';

const written = (cell: string) => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);

describe('CSV', () => {
  it('is read with quotes, line breaks, a mark at its beginning, and the line of each row', () => {
    const text = '\uFEFFcity,title\r\nBerlin,"M4guide - ""mobile"",\r\n multi"\r\n\r\n,\r\nMilan\r\nWuhan,x';
    expect(readCsv(text)).toEqual({
      head: ['city', 'title'],
      rows: [
        { line: 2, cells: { city: 'Berlin', title: 'M4guide - "mobile",\r\n multi' } },
        { line: 6, cells: { city: 'Milan', title: '' } },
        { line: 7, cells: { city: 'Wuhan', title: 'x' } },
      ],
    });
    expect(readCsv('')).toEqual({ head: [], rows: [] });
  });

  it('says where a quote is not closed', () => {
    expect(() => readCsv('a,b\n1,"2\n3')).toThrow('Line 2');
    expect(() => readCsv('a\n"b"c')).toThrow('Line 2');
  });

  it('gives back whatever was written', () => {
    const cell = fc
      .string({ unit: fc.constantFrom('a', '"', ',', '\n', 'é', ' '), maxLength: 8 })
      .map((text) => `x${text}x`);
    fc.assert(
      fc.property(fc.array(fc.tuple(cell, cell), { maxLength: 5 }), (rows) => {
        const text = ['one,two', ...rows.map((row) => row.map(written).join(','))].join('\n');
        expect(readCsv(text).rows.map(({ cells }) => [cells['one'], cells['two']])).toEqual(rows);
      }),
    );
  });
});
