import { describe, expect, it } from '@jest/globals';
import { fieldErrorOf } from '#libs/words/pure';
import { DEFAULT_LIMITS, attachmentTypeOf, dispositionOf, refusalOf } from './attachment.rules.js';

describe('attachments', () => {
  it('have the type that their content says', () => {
    expect(attachmentTypeOf(Buffer.from('%PDF-1.7\n'))).toBe('application/pdf');
    expect(attachmentTypeOf(Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 16, 74, 70]))).toBe('image/jpeg');
    expect(attachmentTypeOf(Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'))).toBe('image/png');
    for (const other of ['', '%PD', 'MZ\x90', '<html><body>', 'PK\x03\x04', '\x89PNG\n']) {
      expect(attachmentTypeOf(Buffer.from(other, 'latin1'))).toBeNull();
    }
  });

  it('are not too many, and not too large', () => {
    expect(refusalOf(20_000_000, 9, DEFAULT_LIMITS)).toBeNull();
    expect(refusalOf(20_000_001, 9, DEFAULT_LIMITS)).toMatchObject({ pointer: '/size' });
    const tooMany = fieldErrorOf(refusalOf(1, 10, DEFAULT_LIMITS)!);
    expect(tooMany).toMatchObject({ pointer: '/name', allowed: '10 in an entry' });
  });

  it('are saved under their name, whatever stands in it', () => {
    expect(dispositionOf('证据 "1".pdf')).toBe(
      `attachment; filename="__ _1_.pdf"; filename*=UTF-8''%E8%AF%81%E6%8D%AE%20%221%22.pdf`,
    );
    expect(dispositionOf("a'b(c)\r\nX: y.pdf")).not.toMatch(/[\r\n]/);
  });
});
