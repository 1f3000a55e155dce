/** Try: a chat with whatever is configured, and what Sidestep did to answer it. */
import { html, nothing, render, repeat, badge, empty, figure, icon, panel, pause, perFrame } from '../ui.js';
import * as format from '../format.js';
import { body, chat } from './try/wire.js';
import { Code } from './try/code.js';
import { Picker } from './try/picker.js';
import { Simulation } from './try/simulation.js';
import { drawn, ofError, ofHeaders, ofLedger, ofLive } from './try/steps.js';
import { cost, state, turnView } from './try/turn.js';

const LEDGER_PATIENCE = [150, 300, 600, 1_200, 2_400];
const CLOCKS_DIFFER_BY = 2_000;
const LOOK_EACH = 4_000;

/** The page while it is open. */
class TryPage {
    #root;
    #context;
    #draw = perFrame(() => this.#render());
    #picker;
    #simulation;
    #given = { system: '', temperature: '', maxTokens: '', input: '' };
    #isMore = false;
    #code = new Code(() => this.#draw());
    #turns = [];
    #stopping = null;
    #hasLedger = true;
    #isClosed = false;
    #ends = [];

    constructor(root, context) {
        this.#root = root;
        this.#context = context;
        this.#picker = new Picker({
            id: 'model', value: context.params.query.get('model') ?? 'auto', draw: this.#draw, chosen: this.#draw,
        });
        this.#simulation = new Simulation(this.#draw, () => this.#cooling());
        this.#begin();
    }

    #begin() {
        this.#ends.push(this.#context.live.on((name, data) => this.#heard(name, data)));
        const clock = setInterval(() => this.#current()?.isOpen && this.#draw(), 100);
        const looks = setInterval(() => this.#simulation.isOn && !document.hidden && this.#simulation.look(), LOOK_EACH);
        this.#ends.push(() => clearInterval(clock), () => clearInterval(looks), () => this.#draw.stop());
        this.#models();
        this.#lookAtSimulation();
        this.#render();
        this.#root.querySelector('#message')?.focus({ preventScroll: true });
    }

    close() {
        this.#isClosed = true;
        this.#stopping?.abort();
        this.#ends.forEach((end) => end());
    }

    #lookAtSimulation() {
        if (this.#context.live.hello?.simulated) {
            this.#simulation.look();
        }
    }

    /** What can be asked for: routes and auto first, then the models by provider. */
    async #models() {
        try {
            const { data } = await this.#context.api.get('/api/v1/try/models');
            const ours = data.filter((each) => each.owned_by === 'sidestep');
            const theirs = data.filter((each) => each.owned_by !== 'sidestep');
            const groups = [...new Set(theirs.map((each) => each.owned_by))];
            this.#picker.options = [
                ...ours.map(({ id, available }) => ({
                    id, available, group: 'Routes', note: id === 'auto' ? 'whatever can answer, the most capable first' : '',
                })),
                ...groups.flatMap((group) => theirs.filter((each) => each.owned_by === group)
                    .map(({ id, available }) => ({ id, available, group, note: '' }))),
            ];
        } catch (failure) {
            this.#picker.options = [];
        }
        this.#draw();
    }

    #cooling() {
        return new Set([...this.#context.live.targets.values()].flatMap((each) => (each.cooldowns ?? []).map(({ key }) => key))).size;
    }

    /** The latest turn's call. */
    #current() {
        return this.#turns.at(-1)?.call;
    }

    /** Until the answer's headers tell the call's id, it is the dashboard's call of this model that began just now. */
    #heard(name, data) {
        const call = this.#current();
        if (name === 'tick' && call && !['ledger', 'error'].includes(call.source)) {
            const found = (data.calls ?? []).find((each) => (call.id
                ? each.id === call.id
                : each.client === 'dashboard' && each.wanted === call.model && Date.parse(each.at) > call.sentAt - CLOCKS_DIFFER_BY));
            if (found) {
                call.id ??= found.id;
                call.attempts = ofLive(found);
                call.source = 'live';
            }
        }
        if (name === 'hello') {
            this.#lookAtSimulation();
        }
        if (name === 'tick' || name === 'targets' || name === 'changed') {
            this.#draw();
        }
    }

    /** The body of the next call; without an input, that of the last one. */
    #request(input) {
        const past = this.#turns.filter(({ call }) => call.text && !call.error)
            .flatMap(({ question, call }) => [{ role: 'user', content: question }, { role: 'assistant', content: call.text }]);
        const messages = input ? [...past, { role: 'user', content: input }] : past.slice(0, -1);
        return body({ ...this.#given, model: this.#picker.value, messages });
    }

    async #send() {
        const question = this.#given.input.trim();
        if (!question || this.#stopping) {
            return;
        }
        const asked = this.#request(question);
        const call = {
            model: asked.model, sentAt: Date.now(), began: performance.now(), isOpen: true, text: '', thought: '', facts: {}, attempts: [], source: '',
        };
        this.#turns.push({ question, call });
        this.#given.input = '';
        this.#stopping = new AbortController();
        this.#draw();
        try {
            await chat(asked, this.#telling(call, this.#stopping.signal));
        } catch (failure) {
            this.#failed(call, failure);
        }
        call.elapsed = performance.now() - call.began;
        call.isOpen = false;
        this.#stopping = null;
        this.#draw();
        await this.#reread(call);
    }

    #telling(call, signal) {
        return {
            signal,
            told: (facts) => {
                Object.assign(call.facts, facts);
                call.id = call.facts['x-sidestep-call'] ?? call.id;
                if (!call.source) {
                    call.attempts = ofHeaders(call.facts);
                }
                this.#draw();
            },
            text: (piece) => {
                call.firstMs ??= performance.now() - call.began;
                call.text += piece;
                this.#draw();
            },
            thought: (piece) => {
                call.thought += piece;
                this.#draw();
            },
        };
    }

    #failed(call, failure) {
        if (failure.name === 'AbortError') {
            call.isStopped = true;
            return;
        }
        call.error = failure;
        const told = ofError(failure.facts ?? {});
        if (told.length > 0) {
            call.attempts = told;
            call.source = 'error';
        }
    }

    /** The ledger knows more than the stream does: what it cost, and why others were passed over. It is a little late. */
    async #reread(call) {
        this.#lookAtSimulation();
        this.#models();
        for (const patience of call.id && this.#hasLedger ? LEDGER_PATIENCE : []) {
            await pause(patience);
            if (this.#isClosed || await this.#settle(call)) {
                return;
            }
        }
    }

    /** True once the ledger knows how the call ended, or there is no ledger. */
    async #settle(call) {
        const { api } = this.#context;
        const known = await this.#list(call);
        if (known === null || known.outcome === 'open') {
            return false;
        }
        if (known) {
            call.known = await api.get(`/api/v1/calls/${call.id}`).catch(() => undefined);
            call.attempts = call.known ? ofLedger(call.known) : call.attempts;
            call.source = 'ledger';
            this.#draw();
        }
        return true;
    }

    /** The call as it is listed: null where it is not yet, false where there is no ledger. */
    async #list(call) {
        try {
            const { calls } = await this.#context.api.get('/api/v1/calls', { client: 'dashboard', limit: 20 });
            return calls.find(({ id }) => id === call.id) ?? null;
        } catch (failure) {
            this.#hasLedger = failure.code !== 'no_store';
            return this.#hasLedger ? null : false;
        }
    }

    #render() {
        if (this.#isClosed) {
            return;
        }
        const stayed = ['.turns', '.steps-body'].filter((each) => isAtEnd(this.#root.querySelector(each)));
        render(html`<div class="page-head"><h1>Try</h1><p>Ask anything, and watch what it takes to answer</p></div>
            <div class="try"><div class="stack try-chat">${this.#chat()}</div>
            <div class="stack try-beside">${this.#trail()}${this.#simulation.view()}${this.#sameInCode()}</div></div>`, this.#root);
        stayed.map((each) => this.#root.querySelector(each)).forEach((list) => list?.scrollTo(0, list.scrollHeight));
    }

    #chat() {
        const clear = () => {
            this.#stopping?.abort();
            this.#turns = [];
            this.#draw();
        };
        return html`<section class="panel chat" aria-label="Chat"><div class="chat-head"><label for="model" class="small">Model</label>${this.#picker.view()}
            <button class="button quiet" type="button" aria-expanded=${this.#isMore} aria-controls="more" @click=${() => this.#toggle()}>${
            this.#isMore ? 'Less' : 'More'}</button><button class="button quiet" type="button" ?disabled=${this.#turns.length === 0} @click=${clear}>New chat</button></div>
            ${this.#more()}
            <div class="turns" role="log" aria-label="Messages" aria-busy=${Boolean(this.#stopping)} tabindex="0">${this.#turns.length === 0
            ? empty('Nothing asked yet', 'The answer streams here, and beside it every attempt that it took. It counts as any other call, with the client “dashboard”.',
                html`${['Why is the sky blue?', 'Write a haiku about rate limits.'].map((text) => html`<button class="button" type="button"
                @click=${() => this.#suggest(text)}>${text}</button>`)}`)
            : repeat(this.#turns, (turn) => turn, turnView)}</div>
            ${this.#form()}</section>`;
    }

    #toggle() {
        this.#isMore = !this.#isMore;
        this.#draw();
    }

    #suggest(text) {
        this.#given.input = text;
        this.#send();
        this.#root.querySelector('#message').focus();
    }

    #more() {
        const set = (name) => (event) => {
            this.#given[name] = event.target.validity.valid ? event.target.value : '';
            this.#draw();
        };
        return html`<div class="more" id="more" ?hidden=${!this.#isMore}>
            <div class="field"><label for="system">System prompt</label><textarea class="input" id="system" rows="2" .value=${this.#given.system}
            @input=${set('system')}></textarea></div>
            <div class="field"><label for="temperature">Temperature</label><input class="input number" id="temperature" type="number" min="0" max="2" step="0.1"
            placeholder="the provider’s" @input=${set('temperature')}></div>
            <div class="field"><label for="most">Max tokens</label><input class="input number" id="most" type="number" min="1" max="1000000" step="1"
            placeholder="the model’s" @input=${set('maxTokens')}></div></div>`;
    }

    #form() {
        const submit = (event) => {
            event.preventDefault();
            this.#send();
        };
        const typed = (event) => {
            this.#given.input = event.target.value;
            this.#draw();
        };
        const stop = () => {
            this.#stopping?.abort();
            this.#root.querySelector('#message').focus();
        };
        const key = (event) => {
            if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) {
                submit(event);
            } else if (event.key === 'Escape' && this.#stopping) {
                this.#stopping.abort();
            }
        };
        return html`<form class="chat-form" @submit=${submit}><textarea class="input" id="message" rows="2" aria-label="Message"
            placeholder="Message: Enter sends, Shift-Enter starts a line" .value=${this.#given.input} @input=${typed} @keydown=${key}></textarea>${this.#stopping
            ? html`<button class="button danger" type="button" @click=${stop}>${icon('close')} Stop</button>`
            : html`<button class="button primary" ?disabled=${!this.#given.input.trim()}>Send</button>`}</form>`;
    }

    #trail() {
        const call = this.#current();
        if (!call) {
            return panel('What happened', empty('No call yet', 'Every attempt of a call stands here: who was asked, what became of it, and who was passed over.'));
        }
        const elapsed = call.isOpen ? performance.now() - call.began : call.elapsed;
        const dropped = call.facts['x-sidestep-dropped'];
        return panel('What happened', html`<dl class="figures flat">${figure('Attempts', call.attempts.length || '–')}${
            figure('First words', format.span(call.firstMs))}${figure(call.isOpen ? 'So far' : 'In all', format.span(elapsed))}${
            figure('Cost', cost(call) || '–', { title: 'Over all attempts, from the ledger' })}</dl>
            <div class="panel-body steps-body" tabindex="0" role="group" aria-label="Attempts">${call.attempts.length > 0 ? drawn(call.attempts, elapsed)
            : html`<p class="soft">${call.isOpen ? 'Looking for a target that can answer…' : 'No target was asked.'}</p>`}
            ${dropped ? html`<p class="small soft">Left out for this target: <span class="mono">${dropped}</span></p>` : nothing}</div>`,
        { actions: html`${badge(state(call))}${call.id && call.known ? html`<a class="button quiet" href=${`#/calls/${encodeURIComponent(call.id)}`}>Open the call</a>` : nothing}` });
    }

    #sameInCode() {
        const answered = this.#turns.some(({ call }) => call.text && !call.error);
        const asked = this.#request(this.#given.input.trim() || (answered ? '' : this.#turns.at(-1)?.question ?? 'Hello'));
        return this.#code.view(asked);
    }
}

/** True where a list is scrolled to its end, and should stay there as it grows. */
const isAtEnd = (list) => !list || list.scrollHeight - list.scrollTop - list.clientHeight < 48;

export default { title: 'Try', open: (root, context) => new TryPage(root, context) };
