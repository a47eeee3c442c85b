import { execFile } from 'node:child_process';
import { dirname } from 'node:path';
import type { FilesConfig } from '../config/concerns.js';
import { PDF_COPY } from './pdf-copy-program.js';

/** Why no copy can be made of a file; it is the file's fault. */
export type Unfit = 'unreadable' | 'encrypted' | 'too-complex';

/** The program that rewrites PDF files is not there; the message says what to install. */
export class PdfToolsMissing extends Error {
  override readonly name = 'PdfToolsMissing';
  /** Whoever works with it waits, as for any server that is away. */
  readonly code = 'ECONNREFUSED';
  constructor(python: string, reason: string) {
    super(
      `PDF files cannot be rewritten: ${python} ${reason}. Install pikepdf, which brings qpdf: ` +
        '"apt-get install python3-pikepdf", or "pip install pikepdf" into a virtual environment that PDF_PYTHON names.',
    );
  }
}

const WITHIN_MS = 90_000;
const LARGEST_COPY_BYTES = 256 * 1024 * 1024;
/** How the helper ends; see `pdf-copy-program.ts`. */
const EXIT: Record<number, Unfit | 'missing'> = { 3: 'missing', 4: 'encrypted', 5: 'unreadable', 6: 'too-complex' };

type Tools = Pick<FilesConfig, 'python' | 'pythonPath'>;

/**
 * Writes a PDF anew without document information, XMP, attached files, scripts, and names of who
 * commented: in a process of its own that is ended when it takes too long, and may not grow beyond
 * its limits. Answers why it can't be, or null. Throws `PdfToolsMissing`.
 */
export async function copyPdf(tools: Tools, from: string, to: string): Promise<Unfit | null> {
  const { code, killed, said } = await helper(tools, [from, to, String(LARGEST_COPY_BYTES)], dirname(to));
  if (code === 0) return null;
  const ended = code === null ? undefined : EXIT[code];
  if (ended === 'missing') throw new PdfToolsMissing(tools.python, 'has no pikepdf');
  if (ended) return ended;
  // Ended by us, by the limit of its processor time or its memory.
  if (killed || code === null) return 'too-complex';
  throw new Error(`The rewriting of a PDF failed (${code}): ${said}`);
}

/** Throws `PdfToolsMissing` when PDF files could not be rewritten here. */
export async function requirePdfTools(tools: Tools): Promise<void> {
  const { code } = await helper(tools, [], '/');
  if (code !== 0) throw new PdfToolsMissing(tools.python, 'has no pikepdf');
}

function helper({ python, pythonPath }: Tools, args: string[], cwd: string) {
  const env = {
    PATH: process.env['PATH'] ?? '',
    // Nothing of ours: what it reads was written by strangers.
    ...(pythonPath ? { PYTHONPATH: pythonPath } : {}),
  };
  return new Promise<{ code: number | null; killed: boolean; said: string }>((resolve, reject) => {
    const options = { env, cwd, timeout: WITHIN_MS, killSignal: 'SIGKILL', maxBuffer: 64 * 1024 } as const;
    const child = execFile(python, ['-c', PDF_COPY, ...args], options, (error, _, stderr) => {
      if (error && (error as NodeJS.ErrnoException).code === 'ENOENT') {
        return reject(new PdfToolsMissing(python, 'is not there'));
      }
      resolve({ code: child.exitCode, killed: child.killed, said: stderr.slice(-2000) });
    });
  });
}
