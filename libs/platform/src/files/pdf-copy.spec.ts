import { describe, expect, it } from '@jest/globals';
import { isInfrastructureFailure } from '../events/infrastructure-failure.js';
import { copyPdf, requirePdfTools } from './pdf-copy.js';

describe('the rewriting of PDF files', () => {
  it('says what to install when its program is not there, and is waited for', async () => {
    const missing = await copyPdf({ python: '/nowhere/python' }, '/nothing', '/nothing').catch(
      (error: unknown) => error,
    );
    expect(missing).toMatchObject({
      name: 'PdfToolsMissing',
      message: expect.stringMatching(/nowhere\/python is not there.*apt-get install python3-pikepdf/),
    });
    expect(isInfrastructureFailure(missing)).toBe(true);
    // A Python without its packages.
    await expect(requirePdfTools({ python: 'false' })).rejects.toThrow(/has no pikepdf/);
  });
});
