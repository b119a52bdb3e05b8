// Schemas, as a list of fields.

import { html, nothing } from '../../console/shared/html.js';
import { words } from './words.js';

const DEEPEST = 5;

const follow = (schema, api) => schema.$ref ? schema.$ref.slice(2).split('/').reduce((at, key) => at[key], api) : schema;

/** What it is in a word. */
function type(schema, api) {
    if (schema.anyOf) {
        return schema.anyOf.map(one => type(one, api)).join(' or ');
    }
    const whole = follow(schema, api);
    if (whole.type === 'array') {
        return `list of ${type(whole.items ?? {}, api)}`;
    }
    return [whole.type ?? 'anything'].flat().join(' or ') + (whole.format && whole.format.startsWith('date') ? ` (${whole.format})` : '');
}

/** What bounds it has. */
function bounds(schema) {
    const parts = [];
    if (schema.enum) {
        const names = schema.enum.map(String);
        parts.push(names.length > 12 ? `one of ${names.length}` : names.join(', '));
    }
    if (schema.minimum !== undefined || schema.maximum !== undefined) {
        parts.push(`${schema.minimum ?? '…'} to ${schema.maximum ?? '…'}`);
    }
    if (schema.maxLength !== undefined) {
        parts.push(`${schema.minLength ?? 0} to ${schema.maxLength} characters`);
    }
    if (schema.pattern) {
        parts.push(schema.pattern);
    }
    if (schema.default !== undefined) {
        parts.push(`default ${schema.default}`);
    }
    return parts.length > 0 ? html` <span class="bounds">${parts.join(' · ')}</span>` : nothing;
}

/** The object within it, if there is one. */
function inner(schema, api) {
    const whole = follow(schema, api);
    if (whole.anyOf) {
        return whole.anyOf.map(one => inner(one, api)).find(one => one) ?? null;
    }
    if (whole.type === 'array' && whole.items) {
        return inner(whole.items, api);
    }
    return whole.properties ? whole : null;
}

function list(whole, api, depth) {
    const required = whole.required ?? [];
    return html`<dl class="fields">${Object.entries(whole.properties).map(([name, schema]) => {
        const deeper = depth < DEEPEST ? inner(schema, api) : null;
        return html`
            <dt><code>${name}</code> <span class="type">${type(schema, api)}</span>${required.includes(name) ? nothing : html` <span class="may">optional</span>`}</dt>
            <dd>${words(schema.description ?? '')}${bounds(schema)}${deeper ? list(deeper, api, depth + 1) : nothing}</dd>`;
    })}</dl>`;
}

/** A schema, with the fields of the object that it is or holds. */
export function fields(schema, api) {
    const whole = inner(schema, api);
    return whole
        ? list(whole, api, 0)
        : html`<span class="type">${type(schema, api)}</span>${bounds(schema)}`;
}
