// A select[data-pick-from] holds what is chosen; here it gets a field beside it that searches on the server as one
// types (the combobox of ARIA 1.2), and creates what is missing in a dialog. What choosing fills in elsewhere comes
// with the answer (`fills`), and never replaces what was typed by hand.
import { openModal } from "./dialogs.js";
import { goToFirstError } from "./forms.js";
import { whenStill } from "./still.js";

const ASK_MS = 120;
let count = 0;
let waiting = null; // the picker whose missing record is being created

class Picker {
  constructor(select) {
    this.select = select;
    this.box = document.createElement("span");
    this.box.className = "w-picker";
    this.input = document.createElement("input");
    this.list = document.createElement("ul");
    this.said = document.createElement("span");
    this.options = [];
    this.active = -1;
    this.build();
    for (const [name, act] of Object.entries({
      input: () => this.askSoon(),
      keydown: (event) => this.key(event),
      click: () => this.isOpen || this.ask(""),
      focus: () => this.input.select(),
      blur: () => this.leave(),
    })) this.input.addEventListener(name, act);
    this.list.addEventListener("pointerdown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => {
      const option = event.target.closest("[role=option]");
      if (option) this.choose(this.options[[...this.list.children].indexOf(option)]);
    });
  }

  build() {
    const { select, input, list } = this;
    list.id = `pick-${(count += 1)}`;
    input.type = "text";
    input.id = select.id;
    input.className = select.closest("[data-line]") ? "w-input" : select.className;
    input.required = select.required;
    input.placeholder = select.options[0]?.text || " ";
    const given = { role: "combobox", "aria-expanded": "false", "aria-controls": list.id, "aria-autocomplete": "list",
      autocomplete: "off", spellcheck: "false", enterkeyhint: "done", dir: "auto", maxlength: "100" };
    for (const [name, value] of Object.entries(given)) input.setAttribute(name, value);
    for (const name of ["aria-label", "aria-describedby", "aria-invalid", "autofocus"]) {
      if (select.hasAttribute(name)) input.setAttribute(name, select.getAttribute(name));
    }
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", input.getAttribute("aria-label") || select.labels[0]?.textContent.trim() || "");
    list.className = "w-picker-list";
    list.popover = "manual";
    this.said.className = "vh";
    this.said.setAttribute("role", "status");
    select.removeAttribute("id");
    select.required = false;
    select.hidden = true;
    select.before(this.box);
    this.box.append(input, select, list, this.said);
    this.show();
  }

  get isOpen() {
    return this.list.matches(":popover-open");
  }

  get chosen() {
    return this.select.value ? this.select.selectedOptions[0].text : "";
  }

  // Shows what the select says.
  show() {
    this.input.value = this.chosen;
    this.mark(false);
  }

  mark(isWrong) {
    this.isWrong = isWrong;
    whenStill(() => this.say());
  }

  // Says beside the field what is wrong with it, or no more.
  say() {
    this.input.toggleAttribute("data-wrong", this.isWrong);
    this.box.querySelector(".w-err")?.remove();
    if (!this.isWrong) return;
    this.input.setAttribute("aria-invalid", "true");
    const error = document.createElement("span");
    error.className = "w-err";
    error.id = `${this.list.id}-error`;
    error.textContent = this.select.dataset.pickWrong;
    this.input.setAttribute("aria-describedby", error.id);
    this.box.append(error);
  }

  askSoon() {
    clearTimeout(this.wait);
    this.wait = setTimeout(() => this.ask(this.input.value), ASK_MS);
  }

  async ask(text) {
    this.asking?.abort();
    const asking = (this.asking = new AbortController());
    const address = new URL(this.select.dataset.pickFrom, window.location.href);
    address.searchParams.set("q", text.trim());
    try {
      const answer = await fetch(address, { signal: asking.signal, headers: { Accept: "application/json" } });
      if (!answer.ok || answer.redirected) return;
      this.fill(await answer.json(), text.trim());
    } catch {
      if (this.asking === asking) this.close(); // it was not called off for a newer one
    }
  }

  fill({ rows, quick, says }, text) {
    if (document.activeElement !== this.input) return;
    // What is created in place offers to create nothing more.
    this.options = quick && !this.select.closest("#pick-new") ? [...rows, { ...quick, text }] : rows;
    this.list.replaceChildren(...this.options.map((option, place) => this.draw(option, place)));
    this.said.textContent = says;
    if (!rows.length) {
      const none = document.createElement("li");
      none.className = "w-picker-none";
      none.textContent = says;
      this.list.append(none);
    }
    this.open();
    this.point(text && this.options.length ? 0 : -1);
  }

  draw(option, place) {
    const item = document.createElement("li");
    item.id = `${this.list.id}-${place}`;
    item.setAttribute("role", "option");
    item.setAttribute("aria-selected", "false");
    const label = document.createElement("bdi");
    label.textContent = option.label;
    item.append(label);
    if (option.url) item.className = "w-picker-new";
    if (option.note) {
      const note = document.createElement("small");
      note.append(document.createElement("bdi"));
      note.firstChild.textContent = option.note;
      item.append(note);
    }
    return item;
  }

  open() {
    if (!this.isOpen) this.list.showPopover();
    this.input.setAttribute("aria-expanded", "true");
    const field = this.input.getBoundingClientRect();
    const width = Math.min(Math.max(field.width, 240), window.innerWidth - 16);
    const start = document.dir === "rtl" ? field.right - width : field.left;
    const below = window.innerHeight - field.bottom;
    const isAbove = below < this.list.offsetHeight + 8 && field.top > below;
    Object.assign(this.list.style, {
      inlineSize: `${width}px`,
      left: `${Math.min(Math.max(start, 8), window.innerWidth - width - 8)}px`,
      top: isAbove ? "auto" : `${field.bottom + 4}px`,
      bottom: isAbove ? `${window.innerHeight - field.top + 4}px` : "auto",
      maxBlockSize: `${Math.max(isAbove ? field.top : below, 120) - 12}px`,
    });
  }

  close() {
    this.asking?.abort();
    clearTimeout(this.wait);
    if (this.isOpen) this.list.hidePopover();
    this.input.setAttribute("aria-expanded", "false");
    this.point(-1);
  }

  point(place) {
    this.active = place;
    for (const [at, item] of [...this.list.querySelectorAll("[role=option]")].entries()) {
      item.setAttribute("aria-selected", String(at === place));
      if (at === place) item.scrollIntoView({ block: "nearest" });
    }
    if (place < 0) this.input.removeAttribute("aria-activedescendant");
    else this.input.setAttribute("aria-activedescendant", `${this.list.id}-${place}`);
  }

  key(event) {
    if (event.isComposing) return;
    const size = this.options.length;
    if ((event.key === "ArrowDown" || event.key === "ArrowUp") && !event.altKey) {
      event.preventDefault();
      const step = event.key === "ArrowDown" ? 1 : -1;
      if (!this.isOpen) this.ask(this.input.value === this.chosen ? "" : this.input.value);
      else if (size) this.point(this.active < 0 && step < 0 ? size - 1 : (this.active + step + size) % size);
    } else if (event.key === "Enter" && this.isOpen && this.active >= 0) {
      event.preventDefault();
      event.stopPropagation();
      this.choose(this.options[this.active]);
    } else if (event.key === "Enter" && this.wait && this.input.value.trim() && this.input.value !== this.chosen) {
      event.preventDefault();
      event.stopPropagation();
      this.ask(this.input.value);
    } else if (event.key === "Escape" && this.isOpen) {
      event.preventDefault();
      event.stopPropagation();
      this.close();
      this.show();
    } else if (event.key === "Tab" && this.isOpen && this.active >= 0 && !this.options[this.active].url) {
      this.choose(this.options[this.active]);
    }
  }

  leave() {
    this.close();
    if (waiting === this) return undefined;
    if (this.input.value.trim() === this.chosen) return this.show();
    if (!this.input.value.trim()) return this.take(null);
    return this.mark(true);
  }

  choose(option) {
    this.close();
    if (option.url) create(this, option);
    else this.take(option);
  }

  // Takes what a pasted text names; what names none stays, marked.
  async seek(text) {
    if (!text) return this.take(null);
    this.input.value = text;
    const address = new URL(this.select.dataset.pickFrom, window.location.href);
    address.searchParams.set("q", text);
    const answer = await fetch(address).then((got) => (got.ok ? got.json() : { rows: [] })).catch(() => ({ rows: [] }));
    const same = answer.rows.find((row) => row.label === text) || (answer.rows.length === 1 && answer.rows[0]);
    return same ? this.take(same) : this.mark(true);
  }

  take(option) {
    const value = option ? String(option.pk) : "";
    if (option && ![...this.select.options].some((each) => each.value === value)) {
      this.select.append(new Option(option.label, value));
    }
    this.select.value = value;
    this.input.removeAttribute("aria-invalid");
    this.show();
    if (option) this.fillOthers(option.fills || {});
    this.select.dispatchEvent(new Event("input", { bubbles: true }));
    this.select.dispatchEvent(new Event("change", { bubbles: true }));
  }

  fillOthers(fills) {
    const around = this.select.closest("[data-line]") || this.select.form;
    const before = this.select.name.slice(0, this.select.name.lastIndexOf("-") + 1);
    for (const [name, value] of Object.entries(fills)) {
      const field = around.querySelector(`[name="${CSS.escape(before + name)}"]`);
      if (field && !(field.dataset.typed && field.value)) field.value = value;
    }
  }
}

document.addEventListener("input", (event) => {
  if (event.isTrusted && event.target.name) event.target.dataset.typed = event.target.value ? "1" : "";
});

const pickers = new WeakMap();

function start(root) {
  for (const select of root.querySelectorAll("select[data-pick-from]")) {
    if (!pickers.has(select) && select.isConnected) pickers.set(select, new Picker(select));
  }
}

export const pickerOf = (select) => pickers.get(select);

// What was typed into a picker but is no record keeps the form from being sent without it.
document.addEventListener("submit", (event) => {
  for (const select of event.target.querySelectorAll("select[data-pick-from]")) {
    const picker = pickers.get(select);
    if (!picker?.isWrong || select.closest("[hidden]:not(select)")) continue;
    event.preventDefault();
    event.stopImmediatePropagation();
    picker.input.focus();
    return;
  }
}, true);

for (const name of ["wasl:line", "htmx:afterSwap"]) document.addEventListener(name, () => start(document));
document.addEventListener("wasl:restored", (event) => {
  for (const select of event.target.querySelectorAll("select[data-pick-from]")) pickers.get(select)?.show();
});
start(document);

// ---------- what is missing is created here ----------

function dialog() {
  const found = document.getElementById("pick-new");
  if (found) return found;
  const made = document.createElement("dialog");
  made.id = "pick-new";
  made.className = "w-modal";
  made.setAttribute("aria-labelledby", "pick-new-title");
  made.addEventListener("close", () => {
    const { input } = waiting;
    waiting = null;
    input.focus();
  });
  made.addEventListener("submit", (event) => {
    event.preventDefault();
    event.stopImmediatePropagation();
    send(made, event.target);
  }, true);
  made.addEventListener("click", (event) => {
    const taken = event.target.closest("[data-take]");
    if (!taken) return;
    waiting.take({ pk: taken.dataset.take, label: taken.dataset.label });
    made.close();
  });
  document.body.append(made);
  return made;
}

async function create(picker, { url, text }) {
  waiting = picker;
  const address = new URL(url, window.location.href);
  address.searchParams.set("q", text);
  const answer = await fetch(address).catch(() => null);
  if (!answer?.ok || answer.redirected) {
    waiting = null;
    return picker.mark(true);
  }
  const made = dialog();
  made.innerHTML = await answer.text();
  openModal(made);
  start(made);
  return undefined;
}

async function send(made, form) {
  if (form.dataset.sent) return;
  form.dataset.sent = "1";
  const picker = waiting;
  const answer = await fetch(form.action, { method: "POST", body: new FormData(form) }).catch(() => null);
  delete form.dataset.sent;
  if (answer?.status === 201) {
    const { rows } = await answer.json();
    picker.take(rows[0]);
    made.close();
  } else if (answer?.status === 422) {
    made.innerHTML = await answer.text();
    start(made);
    goToFirstError(made);
  }
}
