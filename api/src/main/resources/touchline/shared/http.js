// What the clients of /v1 of both pages share.

/** The path with a query: parameters that are empty, null or undefined are left out. */
export function address(path, query) {
    const all = new URLSearchParams();
    Object.entries(query ?? {}).forEach(([name, value]) => {
        if (value !== undefined && value !== null && value !== '') {
            all.set(name, value);
        }
    });
    return all.size === 0 ? path : `${path}?${all}`;
}

/** The JSON of an answer, null for none; it is not ours if it can't be read to its end, or is something else. */
export async function content(answer) {
    try {
        const text = await answer.text();
        return { json: text === '' ? null : JSON.parse(text), isOurs: true };
    } catch {
        return { json: null, isOurs: false };
    }
}

/** Reads the pages of a list with `get(path, query)`, until there are no more or `most` items are read. */
export async function readAll(get, path, query, most) {
    const items = [];
    let cursor = null;
    do {
        const page = await get(path, { limit: 200, ...query, cursor });
        items.push(...page.items);
        cursor = page.nextCursor;
    } while (cursor && items.length < most);
    return items;
}
