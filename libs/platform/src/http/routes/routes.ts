import { Injectable, type OnModuleInit, RequestMethod, type Type } from '@nestjs/common';
import { METHOD_METADATA } from '@nestjs/common/constants.js';
import { MetadataScanner, ModulesContainer, Reflector } from '@nestjs/core';
import { ENDPOINT_KEY, type EndpointSpec } from './endpoint.js';
import { ACCESS_KEY, type Access } from '../access/principal.js';

/** A route of a controller and what it declares. */
export interface Route {
  /** `CycleController.draft` */
  name: string;
  controller: Type;
  method: string;
  access: Access | undefined;
  endpoint: EndpointSpec | undefined;
}

/** Every route of the application; refuses to start when one declares too little. */
@Injectable()
export class Routes implements OnModuleInit {
  constructor(
    private readonly modules: ModulesContainer,
    private readonly scanner: MetadataScanner,
    private readonly reflector: Reflector,
  ) {}

  onModuleInit(): void {
    assertRoutesDeclared(this.all());
  }

  all(): Route[] {
    const controllers = [...this.modules.values()].flatMap((module) => [...module.controllers.values()]);
    const classes = new Set(controllers.map(({ metatype }) => metatype as Type));
    return [...classes].flatMap((controller) =>
      this.scanner.getAllMethodNames(controller.prototype).flatMap((key) => {
        const handler = controller.prototype[key];
        const method = this.reflector.get<RequestMethod | undefined>(METHOD_METADATA, handler);
        if (method === undefined) return [];
        const access = this.reflector.getAllAndOverride<Access | undefined>(ACCESS_KEY, [handler, controller]);
        const endpoint = this.reflector.get<EndpointSpec | undefined>(ENDPOINT_KEY, handler);
        return [{ name: `${controller.name}.${key}`, controller, method: RequestMethod[method], access, endpoint }];
      }),
    );
  }
}

/**
 * Throws, naming every route that declares neither `public` nor a permission, every POST that
 * doesn't say how repetitions are treated, and every name that two routes share.
 */
export function assertRoutesDeclared(routes: Pick<Route, 'name' | 'method' | 'access' | 'endpoint'>[]): void {
  const names = routes.map(({ name }) => name);
  const problems = routes.flatMap(({ name, method, access, endpoint }, position) => [
    ...(access === undefined ? [`${name} declares neither public nor a permission`] : []),
    ...(method === 'POST' && !endpoint?.idempotent ? [`${name} is a POST and does not say \`idempotent\``] : []),
    ...(names.indexOf(name) < position ? [`${name} exists twice`] : []),
  ]);
  if (problems.length > 0) throw new Error(`These routes declare too little:\n  ${problems.join('\n  ')}`);
}
