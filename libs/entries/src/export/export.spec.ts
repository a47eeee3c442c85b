import { describe, expect, it } from '@jest/globals';
import { readZip } from '../../../../test/support/zip-reader.js';
import { completeContent } from '../../../../test/support/entry-contents.js';
import { GUANGZHOU_FORM } from '../form/form.js';
import { type Cell, type ExportedEntry, columnsOf } from './columns.rules.js';
import { csvOf, harmless, workbookOf } from './table-formats.js';
import { fileName, zipped } from './zip.js';

async function* each<T>(items: T[]): AsyncGenerator<T> {
  yield* items;
}
const bytesOf = async (parts: AsyncIterable<string | Uint8Array>): Promise<Buffer> =>
  Buffer.concat((await Array.fromAsync(parts)).map((part) => Buffer.from(part as string)));

const entry: ExportedEntry = {
  id: '01a2',
  state: 'submitted',
  version: 2,
  digest: 'd',
  submittedAt: '2027-03-01T00:00:00.000Z',
  late: true,
  afterReopening: true,
  paper: { means: 'post', arrivedAt: '2027-01-01T00:00:00.000Z', seconded: true },
  early: false,
  outcome: null,
  language: null,
  translations: [],
  city: {
    id: 'c',
    name: 'Kisumu',
    countryCode: 'KE',
    territory: 'kenya',
    kind: 'city',
    region: 'Africa',
    population: 1_200_000,
  },
  content: completeContent({ title: '=1+1', links: [{ url: 'https://city.example', label: 'A' }] }),
};

describe('the columns of an export', () => {
  it('are where the entry stands and every field of the form, its parts apart', () => {
    const { head, row } = columnsOf(GUANGZHOU_FORM, { personal: false, demonstration: false });
    const cells = new Map(head.map((name, index) => [name, row(entry)[index]]));
    expect(cells.get('population')).toBe(1_200_000);
    expect(cells.get('themes')).toBe('social; governance');
    expect(cells.get('dates/start')).toBe('2024-03-01');
    expect(cells.get('outcomes/results')).toBe('Sample text.');
    expect(cells.get('links')).toBe('[{"url":"https://city.example","label":"A"}]');
    expect(cells.get('late')).toBe('yes');
    expect(cells.get('after reopening')).toBe('yes');
    expect(cells.get('on paper')).toBe('post, arrived 2027-01-01T00:00:00.000Z, counted by two members');
    expect(cells.get('eligibility')).toBeNull();
    expect(new Set(head).size).toBe(head.length);
    expect(head.join()).not.toMatch(/contact|submitted by|DEMONSTRATION/);
  });

  it('have the texts once more in the language they are judged in, and say whose translations there are', () => {
    const { head, row } = columnsOf(GUANGZHOU_FORM, { personal: false, demonstration: false, languages: ['en'] });
    const cellsOf = (more: Partial<ExportedEntry>) => {
      const cells = row({ ...entry, content: completeContent({ title: 'Huertos' }), language: 'es', ...more });
      return (name: string) => cells[head.indexOf(name)];
    };
    const by = (source: 'city' | 'machine', language: string, title: string) => {
      const tool = source === 'machine' ? 'A tool' : null;
      return { language, source, tool, digest: 'd', content: { title } };
    };
    const translated = cellsOf({ translations: [by('machine', 'fr', 'Jardins'), by('city', 'en-GB', 'Gardens')] });
    expect(['title', 'title [en]', 'language', 'translations'].map(translated)).toEqual([
      'Huertos',
      'Gardens',
      'es',
      'fr (machine: A tool); en-GB (city)',
    ]);
    expect(['title [en]', 'translations'].map(cellsOf({}))).toEqual([null, null]);
    expect(cellsOf({ language: 'en' })('title [en]')).toBe('Huertos');
    const added = head.filter((name) => name.endsWith(' [en]'));
    expect(added).toContain('outcomes/results [en]');
    expect(added.join()).not.toMatch(/dates|themes|population|sdg/);
  });

  it('have people only where asked, and say in each row what is a demonstration', () => {
    const { head, row } = columnsOf(GUANGZHOU_FORM, { personal: true, demonstration: true });
    const contacts = ['Ana', 'Ben'].map((name) => ({ name, office: null, email: `${name}@city.example`, phone: null }));
    const cells = row({ ...entry, people: { submittedBy: 'person', contacts } });
    expect([head[0], cells[0]]).toEqual(['DEMONSTRATION', 'DEMONSTRATION']);
    expect(cells.slice(head.indexOf('submitted by'))).toEqual([
      'person',
      'Ana; Ben',
      '; ',
      'Ana@city.example; Ben@city.example',
      '; ',
    ]);
  });
});

describe('a table', () => {
  it('holds nothing that a spreadsheet would run', () => {
    const formulas = ['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', ' =1', '\r\n=1'];
    expect(formulas.map(harmless)).toEqual(formulas.map((text) => `'${text}`));
    const texts = ['a=b', "'=1", '', '1-2', -1, null];
    expect(texts.map(harmless)).toEqual(texts);
  });

  it('is CSV that is read as it was written', async () => {
    const text = (
      await bytesOf(
        csvOf(
          ['a', 'b"'],
          each<Cell[]>([
            ['x, "y"\n', 1],
            [null, '=1'],
          ]),
        ),
      )
    ).toString('utf8');
    expect(text).toBe('\uFEFFa,"b"""\r\n"x, ""y""\n",1\r\n,\'=1\r\n');
  });

  it('is a workbook with one sheet, of texts and numbers, whatever stands in them', async () => {
    const rows: Cell[][] = [
      ['<a> & "b"\u0000\uD800', 12],
      [null, '=1'],
      ['x'.repeat(40_000), '城市'],
    ];
    const files = readZip(await bytesOf(zipped(workbookOf('Entries & more', ['one', 'two'], each(rows)))));
    expect([...files.keys()]).toEqual([
      '[Content_Types].xml',
      '_rels/.rels',
      'xl/workbook.xml',
      'xl/_rels/workbook.xml.rels',
      'xl/worksheets/sheet1.xml',
    ]);
    expect(files.get('xl/workbook.xml')).toContain('<sheet name="Entries &#38; more" ');
    const sheet = files.get('xl/worksheets/sheet1.xml')!;
    expect(sheet.match(/<row>/g)).toHaveLength(4);
    expect(sheet).toContain('>&#60;a&#62; &#38; &#34;b&#34;\uFFFD</t></is></c><c><v>12</v></c>');
    expect(sheet).toContain(`<row><c/><c t="inlineStr"><is><t xml:space="preserve">'=1</t></is></c></row>`);
    expect(/>(x+ … \(cut\))</.exec(sheet)?.[1]).toHaveLength(32_767);
    expect(sheet).toContain('城市');
  });
});

describe('an archive', () => {
  it('requirement 15: asks for a file only when the one before is written, and for no more when nobody reads', async () => {
    const asked: number[] = [];
    let ended = false;
    async function* files() {
      try {
        for (let n = 0; n < 100; n++) {
          asked.push(n);
          // What cannot be packed, so that it has to be taken.
          yield {
            name: `${n}/x`,
            body: [Buffer.from(Array.from({ length: 200_000 }, (_, i) => (i * i * (n + 7) * 2_654_435_761) >>> 24))],
          };
        }
      } finally {
        ended = true;
      }
    }
    const reading = zipped(files());
    await reading.next();
    await new Promise((resolve) => setImmediate(resolve));
    expect(asked.length).toBeLessThan(20);
    await reading.return(undefined);
    expect(ended).toBe(true);
  });

  it('fails when a file cannot be read', async () => {
    async function* broken(): AsyncGenerator<string> {
      yield 'one';
      throw new Error('away');
    }
    await expect(bytesOf(zipped([{ name: 'a', body: broken() }]))).rejects.toThrow('away');
  });

  it('has names that any system takes', () => {
    expect(['../a\\b:c', ' . ', 'Zürich', 'x'.repeat(300)].map(fileName)).toEqual([
      '_a_b_c',
      'unnamed',
      'Zürich',
      'x'.repeat(100),
    ]);
  });
});
