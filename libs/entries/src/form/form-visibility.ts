import type { Form } from './form.js';
import { VISIBILITIES, type Visibility } from './form-vocabulary.js';
import { type JsonObject, isObject } from './json-pointer.js';

/**
 * What of a content a reader may see by the form's `visibility`: a field without one is as visible
 * as the group it stands in, and a group hides all that is in it. What the form does not know is
 * for the secretariat alone.
 */
export function visibleTo(reader: Visibility, form: Form, content: JsonObject): JsonObject {
  const fields = isObject(form['properties']) ? form['properties'] : {};
  return Object.fromEntries(
    Object.entries(content).flatMap(([name, value]) => {
      const field = fields[name];
      if (!isObject(field)) return reader === 'secretariat' ? [[name, value]] : [];
      if (!sees(reader, field['visibility'])) return [];
      const inner = isObject(value) && isObject(field['properties']) ? visibleTo(reader, field, value) : value;
      return [[name, inner]];
    }),
  );
}

const sees = (reader: Visibility, visibility: unknown): boolean =>
  VISIBILITIES.indexOf(reader) >= VISIBILITIES.indexOf((visibility ?? 'public') as Visibility);
