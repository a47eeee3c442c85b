import { findPython, pipPackages } from './packages.js';
import { ServerUnavailableError, run } from './tools.js';

/** The Python that rewrites PDF files, and where its packages are when they are not its own. */
export interface PdfTools {
  python: string;
  pythonPath: string | undefined;
}

/**
 * The Python of this machine with pikepdf (which brings qpdf): its own, or the one that pip fetches
 * once into the cache.
 * @throws ServerUnavailableError when there is neither
 */
export async function localPdfTools({
  env = process.env,
  onProgress: progress = () => undefined,
}: {
  env?: NodeJS.ProcessEnv;
  onProgress?: (line: string) => void;
} = {}): Promise<PdfTools> {
  const missing = (reason: string) =>
    new ServerUnavailableError(
      'The rewriting of PDF files',
      reason,
      'Python 3.10 or newer with pip, or python3-pikepdf',
    );
  const python = env['PDF_PYTHON'] ?? (await findPython(env));
  if (!python) throw missing('there is no Python on the PATH.');
  const own = await run(python, ['-c', 'import pikepdf'], { env }).then(
    () => true,
    () => false,
  );
  if (own) return { python, pythonPath: undefined };
  return { python, pythonPath: await pipPackages('pdf', 'requirements-pdf.txt', { env, progress, missing }) };
}
