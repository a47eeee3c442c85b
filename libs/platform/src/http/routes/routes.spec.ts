import { describe, expect, it } from '@jest/globals';
import { RouteTable } from './route-table.js';
import { assertRoutesDeclared } from './routes.js';

describe('routes', () => {
  it('know the methods of an address', () => {
    const table = new RouteTable();
    table.add('/v1/cycles/:cycleId', 'GET');
    table.add('/v1/cycles/:cycleId', ['PATCH', 'HEAD']);
    table.add('/v1/cycles.json', 'GET');
    table.add('/v1/cycles/check', 'POST');
    table.add('*', 'OPTIONS');
    expect(table.methodsOf('/v1/cycles/1')).toEqual(['GET', 'HEAD', 'PATCH']);
    expect(table.methodsOf('/v1/cycles/check')).toEqual(['POST']);
    expect([table.methodsOf('/v1/cycles/1/2'), table.methodsOf('/v1/cyclesxjson')]).toEqual([[], []]);
  });

  it('declare who may call them and what a repetition does', () => {
    const good = { name: 'A.a', method: 'GET', access: 'public' as const, endpoint: undefined };
    expect(() => assertRoutesDeclared([good])).not.toThrow();
    expect(() => assertRoutesDeclared([{ ...good, access: undefined }])).toThrow(
      'A.a declares neither public nor a permission',
    );
    expect(() => assertRoutesDeclared([{ ...good, method: 'POST' }])).toThrow('A.a is a POST');
    expect(() => assertRoutesDeclared([good, good])).toThrow('A.a exists twice');
    const exempt = { summary: 's', access: 'public' as const, idempotent: { no: 'signing in changes nothing' } };
    expect(() => assertRoutesDeclared([{ ...good, method: 'POST', endpoint: exempt }])).not.toThrow();
  });
});
