import type { SqlEntityManager } from '@mikro-orm/postgresql';
import { Injectable } from '@nestjs/common';
import { Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client';
import { log } from './logger.js';

/** One value of a metric, with the values of its labels. */
export interface Measurement {
  labels?: Record<string, string>;
  value: number;
}

/** A gauge somebody knows the values of; asked at every scrape. */
export interface MetricSource {
  /** Prometheus name, `laureate_…`. */
  name: string;
  help: string;
  labels?: string[];
  collect(): Promise<Measurement[]>;
}

/** The metrics of one service. */
@Injectable()
export class MetricsRegistry {
  private readonly registry = new Registry();
  private readonly requests = new Histogram({
    name: 'laureate_http_request_duration_seconds',
    help: 'Duration of HTTP requests by route',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
    registers: [this.registry],
  });

  constructor() {
    collectDefaultMetrics({ register: this.registry });
  }

  /** Adds a gauge; a source that fails is left out of that scrape and logged. */
  add({ name, help, labels = [], collect }: MetricSource): void {
    const gauge = new Gauge({
      name,
      help,
      labelNames: labels,
      registers: [],
      async collect() {
        this.reset();
        // Without labels, reset leaves a zero behind, which would look like a measurement.
        if (labels.length === 0) this.remove({});
        try {
          for (const { labels: at = {}, value } of await collect()) this.set(at, value);
        } catch (error) {
          log.warn({ err: error, metric: name }, 'a metric could not be collected');
        }
      },
    });
    this.registry.registerMetric(gauge);
  }

  observeRequest(method: string, route: string, status: number, seconds: number): void {
    this.requests.observe({ method, route, status }, seconds);
  }

  /** Prometheus text format. */
  text(): Promise<string> {
    return this.registry.metrics();
  }
}

/** How far the relay is behind, asked of the outbox itself; for the relay and the API. */
export function outboxMetrics(em: SqlEntityManager): MetricSource[] {
  return [
    {
      name: 'laureate_outbox_lag_seconds',
      help: 'Age of the oldest event that is not yet published',
      collect: ask(
        em,
        `select coalesce((select extract(epoch from now() - recorded_at) from platform.outbox
          where published_at is null order by position limit 1), 0) as value`,
      ),
    },
    {
      name: 'laureate_outbox_pending',
      help: 'Events that are not yet published',
      collect: ask(em, 'select count(*) as value from platform.outbox where published_at is null'),
    },
    {
      name: 'laureate_outbox_blocked',
      help: 'Subjects whose events wait because one of them could not be published',
      collect: ask(em, 'select count(*) as value from platform.outbox_failure'),
    },
  ];
}

/** What consumers could not handle; for the API and every consumer. */
export function deadLetterMetrics(em: SqlEntityManager): MetricSource[] {
  return [
    {
      name: 'laureate_dead_letters',
      help: 'Events a consumer could not handle and that wait for somebody',
      labels: ['consumer'],
      collect: ask(
        em,
        `select name as consumer, count(id) as value from platform.consumer
         left join platform.dead_letter on dead_letter.consumer = name group by name`,
      ),
    },
  ];
}

/** One measurement for each row: `value`, and every other column a label. */
const ask = (em: SqlEntityManager, sql: string) => async (): Promise<Measurement[]> => {
  const rows = await em.fork().execute<({ value: string | number } & Record<string, string>)[]>(sql);
  return rows.map(({ value, ...labels }) => ({ value: Number(value), labels }));
};
