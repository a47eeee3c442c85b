/** What entries are given out as: tables for spreadsheets, a line of JSON each, or an archive with a folder each. */
export const EXPORT_FORMATS = ['csv', 'xlsx', 'jsonl', 'zip'] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];
