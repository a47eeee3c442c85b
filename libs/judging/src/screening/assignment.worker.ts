// Runs in a worker thread, also straight from this source: only erasable types, no imports of our own values.
import { parentPort, workerData } from 'node:worker_threads';
import loadHighs, { type Highs, type ModelData } from 'highs';
import type { LinearModel } from './assignment.rules.js';

/** What the worker answers: the chosen columns (ascending), or that there is no solution, or what went wrong. */
export type AssignmentAnswer =
  { status: 'optimal'; columns: number[] } | { status: 'infeasible' } | { status: 'failed'; message: string };

const TIME_LIMIT_SECONDS = 60;

function modelData({ costs, rows }: LinearModel): ModelData {
  const starts = [0];
  for (const { columns } of rows) starts.push(starts.at(-1)! + columns.length);
  const indices = rows.flatMap(({ columns }) => columns);
  return {
    numCols: costs.length,
    numRows: rows.length,
    colCost: costs,
    colLower: costs.map(() => 0),
    colUpper: costs.map(() => 1),
    rowLower: rows.map(({ lower }) => lower),
    rowUpper: rows.map(({ upper }) => upper),
    matrix: {
      format: 'csr',
      numRows: rows.length,
      numCols: costs.length,
      starts,
      indices,
      values: indices.map(() => 1),
    },
  };
}

function solve(highs: Highs, model: LinearModel): AssignmentAnswer {
  return highs.withModel(modelData(model), (solver): AssignmentAnswer => {
    solver.options.set('output_flag', false);
    solver.options.set('solver', 'simplex');
    solver.options.set('random_seed', 0);
    solver.options.set('time_limit', TIME_LIMIT_SECONDS);
    const { modelStatus } = solver.run();
    const { optimal, infeasible } = highs.constants.modelStatus;
    if (modelStatus === infeasible) return { status: 'infeasible' };
    if (modelStatus !== optimal) return { status: 'failed', message: `model status ${modelStatus}` };
    const values = [...solver.getSolution().colValue];
    if (values.some((value) => Math.abs(value - Math.round(value)) > 1e-6))
      return { status: 'failed', message: 'the solution is not in whole numbers' };
    return { status: 'optimal', columns: [...values.keys()].filter((column) => Math.round(values[column]!) === 1) };
  });
}

// The package's types describe its CommonJS build; the ES module that is loaded here exports the function itself.
const load = loadHighs as unknown as typeof loadHighs.default;

const nothingToTransfer: [] = [];
parentPort!.postMessage(solve(await load(), workerData as LinearModel), nothingToTransfer);
