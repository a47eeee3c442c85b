export * from './pure.js';
export * from './assignment.solver.js';
export * from './sealed-ballot.js';
