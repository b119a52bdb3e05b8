// Tables as files that spreadsheets read.

/** A cell: quoted, and never read as a formula. */
function cell(value) {
    const text = value === null || value === undefined ? '' : typeof value === 'object' ? JSON.stringify(value) : String(value);
    return `"${(/^[=+\-@\t\r]/.test(text) ? `'${text}` : text).replaceAll('"', '""')}"`;
}

/** The text of a table. */
export function csv(columns, rows) {
    return [columns, ...rows.map(row => columns.map(name => row[name]))].map(cells => cells.map(cell).join(',')).join('\r\n');
}

/** Gives a text to the reader as a file. */
export function download(name, text) {
    const link = document.createElement('a');
    link.href = URL.createObjectURL(new Blob([`\ufeff${text}`], { type: 'text/csv' }));
    link.download = name;
    document.body.append(link);
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
