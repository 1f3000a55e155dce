/** The one stream of what happens: opened while the page is looked at, reconnected by itself, and honest about its age. */

const STALE_AFTER = 3_000;
const HIDDEN_FOR = 30_000;
const PATIENCE = [1_000, 2_000, 4_000, 8_000, 15_000];

/** What the gateway tells as it happens. Listeners get ('hello' | 'targets' | 'changed' | 'tick' | 'status', data). */
export class Live {
    #source = null;
    #listeners = new Set();
    #failures = 0;
    #retry = 0;
    #hidden = 0;
    #open = false;

    constructor() {
        /** 'connecting' | 'live' | 'stale' | 'closed'. */
        this.status = 'connecting';
        this.heardAt = 0;
        this.hello = null;
        this.tick = null;
        /** Every target in the order of the plan, by name. */
        this.targets = new Map();
        this.disabled = [];
        document.addEventListener('visibilitychange', () => this.#visibility());
        setInterval(() => this.#age(), 500);
    }

    /** Listens; the function that is returned ends it. */
    on(listener) {
        this.#listeners.add(listener);
        return () => this.#listeners.delete(listener);
    }

    open() {
        this.#open = true;
        this.#connect();
    }

    close() {
        this.#open = false;
        this.#drop();
        this.#become('closed');
    }

    #connect() {
        clearTimeout(this.#retry);
        if (!this.#open || this.#source) {
            return;
        }
        const source = new EventSource('/api/v1/live');
        this.#source = source;
        source.addEventListener('error', () => this.#failed(source));
        for (const name of ['hello', 'targets', 'changed', 'tick']) {
            source.addEventListener(name, (event) => this.#heard(name, JSON.parse(event.data)));
        }
    }

    #drop() {
        clearTimeout(this.#retry);
        this.#source?.close();
        this.#source = null;
    }

    /** The browser reconnects by itself after a broken connection, but gives up for good after a refusal. */
    #failed(source) {
        if (source !== this.#source || source.readyState !== EventSource.CLOSED) {
            return;
        }
        this.#drop();
        this.#become('stale');
        this.#retry = setTimeout(() => this.#connect(), PATIENCE[Math.min(this.#failures++, PATIENCE.length - 1)]);
        this.#tell('refused', null);
    }

    #heard(name, data) {
        this.heardAt = Date.now();
        this.#failures = 0;
        this.#become('live');
        if (name === 'hello') {
            this.hello = data;
        } else if (name === 'targets') {
            this.targets = new Map(data.targets.map((each) => [each.target, each]));
            this.disabled = data.disabled ?? [];
        } else if (name === 'changed') {
            data.targets.forEach((each) => this.targets.set(each.target, each));
        } else {
            this.tick = data;
        }
        this.#tell(name, data);
    }

    #age() {
        if (this.status === 'live' && Date.now() - this.heardAt > STALE_AFTER) {
            this.#become('stale');
        }
    }

    /** Nobody looks at a hidden page for long. */
    #visibility() {
        clearTimeout(this.#hidden);
        if (document.hidden) {
            this.#hidden = setTimeout(() => this.#drop(), HIDDEN_FOR);
        } else {
            this.#connect();
        }
    }

    #become(status) {
        if (status !== this.status) {
            this.status = status;
            this.#tell('status', status);
        }
    }

    #tell(name, data) {
        this.#listeners.forEach((listener) => listener(name, data));
    }
}
