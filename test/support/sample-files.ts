import { execFile } from 'node:child_process';
import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { FilesConfig } from '#libs/platform';

type Tools = Pick<FilesConfig, 'python' | 'pythonPath'>;

/** Whom the samples name wherever a file can. */
export const AUTHOR = 'Alice Author';

/** A photograph whose EXIF names its author. */
export async function photoOf(): Promise<Buffer> {
  const { default: sharp } = await import('sharp');
  const image = sharp({ create: { width: 64, height: 48, channels: 3, background: '#3a6' } });
  return image
    .jpeg()
    .withExif({ IFD0: { Artist: AUTHOR, Copyright: AUTHOR } })
    .toBuffer();
}

const PDF = `
import sys, pikepdf
pdf = pikepdf.new()
pdf.add_blank_page(page_size=(200, 200))
pdf.docinfo['/Author'] = '${AUTHOR}'
with pdf.open_metadata() as xmp:
    xmp['dc:creator'] = ['${AUTHOR}']
pdf.attachments['cv.txt'] = b'I am ${AUTHOR}'
page = pdf.pages[0]
note = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Text, Rect=[0, 0, 10, 10], T='${AUTHOR}', Contents='Good.')
page.Annots = pikepdf.Array([pdf.make_indirect(note)])
page.Metadata = pdf.make_stream(b'<x>${AUTHOR}</x>')
pdf.save(sys.argv[1])
`;
/** Everything in a PDF, in plain text. */
const UNPACK = `
import sys, pikepdf
with pikepdf.open(sys.argv[1]) as pdf:
    pdf.save(sys.argv[2], compress_streams=False, object_stream_mode=pikepdf.ObjectStreamMode.disable,
        stream_decode_level=pikepdf.StreamDecodeLevel.all)
`;

/** A PDF that names its author in its information, its XMP, an attached file, a comment, and the metadata of a page. */
export async function pdfOf(tools: Tools): Promise<Buffer> {
  const path = join(await mkdtemp(join(tmpdir(), 'laureate-pdf-')), 'sample.pdf');
  await python(tools, PDF, path);
  return readFile(path);
}

/** What a file says when everything in it is unpacked. */
export async function traces(file: Buffer | string, tools: Tools): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'laureate-pdf-'));
  const path = typeof file === 'string' ? file : join(folder, 'given');
  if (typeof file !== 'string') await writeFile(path, file);
  const bytes = await readFile(path);
  if (!bytes.subarray(0, 5).equals(Buffer.from('%PDF-'))) return bytes.toString('latin1');
  const unpacked = join(folder, 'unpacked.pdf');
  await python(tools, UNPACK, path, unpacked);
  return readFile(unpacked, 'latin1');
}

const python = ({ python: program, pythonPath }: Tools, script: string, ...args: string[]) =>
  promisify(execFile)(program, ['-c', script, ...args], {
    env: { ...process.env, ...(pythonPath ? { PYTHONPATH: pythonPath } : {}) },
  });
