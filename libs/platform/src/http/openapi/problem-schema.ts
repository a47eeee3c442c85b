import { z } from 'zod';

/** RFC 9457 problem document, as the OpenAPI document describes it. */
export const ProblemSchema = z
  .looseObject({
    type: z.url().describe('Stable; each is explained in the documentation of problems'),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    action: z.string().describe('What to do next'),
    instance: z.string().optional(),
    traceId: z.string().optional(),
    at: z.iso.datetime().optional().describe('The instant a deadline was judged by'),
    errors: z
      .array(
        z.object({
          pointer: z.string().describe('JSON pointer into the body, or into what `in` names'),
          in: z.enum(['query', 'path', 'header']).optional(),
          message: z.string(),
          allowed: z.string().optional(),
        }),
      )
      .optional(),
  })
  .meta({ id: 'Problem' });
