// A match: its board, its events, and its players with their prices.

import { get } from '../api.js';
import { draw } from '../../shared/draw.js';
import { html, nothing } from '../../shared/html.js';
import { changeOf, find, fixture, players } from '../market.js';
import { number } from '../money.js';
import { card, notice, of, playerRow, screenOf, tabs } from '../parts.js';
import { ask, asked } from '../../shared/route.js';
import { eventList, scoreboard } from '../scoreboard.js';
import { Source } from '../source.js';
import { SteadyOrder } from '../steady.js';
import { stopWords } from '../words.js';

const ORDERS = {
    move: (a, b) => Math.abs(changeOf(b) ?? 0) - Math.abs(changeOf(a) ?? 0),
    price: (a, b) => number(b.price) - number(a.price),
    name: (a, b) => a.name.localeCompare(b.name),
};

export function match(id) {
    const read = new Source(() => get(`/v1/fixtures/${encodeURIComponent(id)}`), { on: (type, data) => (type === 'match-event' && data.fixtureId === id) || (type === 'frozen' && data.fixtureId === id), every: 20_000, gap: 600 });
    let team = [];
    const steady = new SteadyOrder();
    const squad = new Source(async () => {
        const playing = await find({ fixture: id });
        const sides = playing.length > 0 ? playing : await ofTeams(await get(`/v1/fixtures/${encodeURIComponent(id)}`));
        team = sides.map(one => one.id);
        return team;
    }, { on: (type, data) => type === 'frozen' && data.fixtureId === id, every: 60_000, gap: 5_000 });
    return {
        get title() {
            return read.value === null ? 'Match' : `${read.value.score} ${read.value.name}`;
        },
        here: 'tonight',
        view: () => screenOf(read, 'Match', value => page({ ...value, ...clock(id) }, squad, team, steady)),
        stop: () => { read.stop(); squad.stop(); },
    };
}

/** The list of matches is fresher than a match's own page. */
function clock(id) {
    const listed = fixture(id);
    return listed === null ? {} : { minute: listed.minute, score: listed.score, state: listed.state, phase: listed.phase, settlement: listed.settlement, frozenBecause: listed.frozenBecause };
}

async function ofTeams(value) {
    const sides = [value.home, value.away].filter(name => name !== null);
    return (await Promise.all(sides.map(name => find({ team: name })))).flat().filter(one => sides.includes(one.team));
}

function page(value, squad, team, steady) {
    const all = team.map(one => players.get(one)).filter(one => one !== undefined);
    const order = asked('sort') in ORDERS ? asked('sort') : 'move';
    const side = asked('team');
    const list = steady.sort(all, ORDERS[order], order).filter(one => side === '' || (side === 'home' ? one.team === value.home : one.team === value.away));
    const stopped = all.map(one => (one.frozen && !one.delisted ? stopWords(one) : null)).find(one => one !== null);
    return html`${scoreboard(value, true)}
        ${stopped ? notice('warn', `${stopped.title}.`, stopped.text) : nothing}
        <div class="columns"><div class="column">${card('Players', html`<div class="filters">${tabs('Team', [['', 'Both'], ['home', value.home ?? 'Home'], ['away', value.away ?? 'Away']], side, choice => { ask('team', choice); draw(); })}${tabs('Order', [['move', 'Moves'], ['price', 'Price'], ['name', 'Name']], order, choice => ask('sort', choice === 'move' ? '' : choice))}</div>
            ${of(squad, () => html`<div class="rows">${list.map(one => playerRow(one, html`${one.position}`))}</div>`)}`)}</div>
        <div class="column narrow">${card('On the pitch', eventList(value))}</div></div>`;
}
