export { projectRoot } from './cache.js';
export { findPython, pipPackages } from './packages.js';
export { localPdfTools, type PdfTools } from './pdf.js';
export { Ports } from './ports.js';
export { startLocalServers, type LocalServers } from './supervisor.js';
export { timeSkippingServer } from './time-skipping.js';
