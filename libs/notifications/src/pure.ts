// What mails say, from facts alone: no Nest, ORM, zod, file or network.
export { renderMail } from './render.js';
export { TEMPLATES } from './templates/index.js';
