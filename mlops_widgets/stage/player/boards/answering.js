// How is a question answered? By native controls, one family for each kind; each can be read, written and reached.

/** @import { Answering, QuizQuestion } from "./types" */
import { make } from "./../dom.js";

const NUMBER = /^[+-]?(\d+([.,]\d*)?|[.,]\d+)(e[+-]?\d{1,3})?$/i; // as course/quiz/answering.py reads it

/** The controls of a question. @param {QuizQuestion} question @param {() => void} changed @param {() => void} done @returns {Answering} */
export function answeringOf(question, changed, done) {
  if (question.kind === "ordering") return orderingOf(question, changed);
  if (question.kind === "matching") return matchingOf(question, changed);
  if (question.kind === "numeric") return numericOf(question, changed, done);
  return choosingOf(question, changed);
}

/** Words in which `code` stands between backticks. @param {string} text @returns {(Node | string)[]} */
export function richText(text) {
  return text.split("`").map((part, index) => (index % 2 ? make("code", {}, part) : part));
}

/** @param {QuizQuestion} question @param {() => void} changed @returns {Answering} */
function choosingOf(question, changed) {
  const type = question.kind === "single" ? "radio" : "checkbox";
  const name = Math.random().toString(36); // radios of one name are one choice, in this view alone
  const boxes = question.choices.map(([value]) => make("input", { type, name, value, onchange: changed }));
  const rows = question.choices.map(([, says], index) => make("label", { className: "choice" }, boxes[index], make("span", {}, ...richText(says))));
  const read = () => boxes.filter((box) => box.checked).map((box) => box.value);
  return {
    node: make("div", { className: "choices" }, ...rows),
    read,
    write: (picks) => boxes.forEach((box) => (box.checked = picks.includes(box.value))),
    missing: () => (read().length ? "" : "Choose an answer first."),
    first: () => boxes.find((box) => box.checked) ?? boxes[0],
  };
}

/** @param {QuizQuestion} question @param {() => void} changed @returns {Answering} */
function matchingOf(question, changed) {
  const menus = question.starts.map(() => {
    const empty = make("option", { value: "" }, "choose …");
    return make("select", { onchange: changed }, empty, ...question.choices.map(([value, says]) => make("option", { value }, says)));
  });
  const rows = question.starts.map(([, says], index) => make("label", { className: "match" }, make("span", {}, ...richText(says)), menus[index]));
  return {
    node: make("div", { className: "choices" }, ...rows),
    read: () => question.starts.map(([start], index) => `${start}:${menus[index].value}`).filter((pair) => !pair.endsWith(":")),
    write: (picks) => {
      const given = new Map(picks.map((pair) => /** @type {[string, string]} */ (pair.split(":"))));
      question.starts.forEach(([start], index) => (menus[index].value = given.get(start) ?? ""));
    },
    missing: () => (menus.every((menu) => menu.value) ? "" : "Match each one first."),
    first: () => menus.find((menu) => !menu.value) ?? menus[0],
  };
}

/** What was typed, without blanks and unit. @param {string} typed @param {string} unit */
function bareNumber(typed, unit) {
  const [text, end] = [typed, unit].map((each) => each.replace(/\s/g, "").replace("−", "-"));
  return end && text.endsWith(end) ? text.slice(0, -end.length) : text;
}

/** @param {QuizQuestion} question @param {() => void} changed @param {() => void} done @returns {Answering} */
function numericOf({ unit }, changed, done) {
  const input = make("input", { type: "text", inputMode: "decimal", autocomplete: "off", maxLength: 40, onchange: changed });
  input.setAttribute("aria-label", `Your answer${unit ? `, in ${unit}` : ""}`);
  input.addEventListener("keydown", (event) => {
    if (event.key === "Enter") done();
    if (event.ctrlKey || event.metaKey) event.stopPropagation(); // what was typed is taken back by the field itself
  });
  const isNumber = () => NUMBER.test(bareNumber(input.value, unit));
  return {
    node: make("div", { className: "choices number" }, input, make("span", { className: "unit" }, unit)),
    read: () => (input.value.trim() ? [input.value.trim()] : []),
    write: (picks) => {
      if (document.activeElement !== input) input.value = picks[0] ?? "";
    },
    missing: () => (isNumber() ? "" : "Type a number first, such as 0.25 or 0,25."),
    first: () => input,
  };
}

/** @param {QuizQuestion} question @param {() => void} changed @returns {Answering} */
function orderingOf(question, changed) {
  const list = make("ol", { className: "choices steps" });
  const says = new Map(question.choices);
  /** @type {HTMLElement | null} */
  let dragged = null;
  const items = new Map(question.choices.map(([id]) => [id, itemOf(id)]));
  const order = () => [...list.children].map((item) => /** @type {HTMLElement} */ (item).dataset.step ?? "");

  /** @param {string} id */
  function itemOf(id) {
    const words = (says.get(id) ?? "").replaceAll("`", "");
    const button = (/** @type {string} */ sign, /** @type {number} */ by, /** @type {string} */ label) =>
      make("button", { type: "button", "aria-label": `${label}: ${words}`, title: label, onclick: () => move(item, by), onkeydown: (/** @type {KeyboardEvent} */ event) => arrow(event, item) }, sign);
    const item = make("li", { draggable: true }, make("span", {}, ...richText(says.get(id) ?? "")), button("↑", -1, "Move up"), button("↓", 1, "Move down"));
    item.dataset.step = id;
    item.addEventListener("dragstart", () => (dragged = item));
    item.addEventListener("dragover", (event) => dragged && event.preventDefault());
    item.addEventListener("drop", (event) => {
      event.preventDefault();
      if (dragged) move(dragged, [...list.children].indexOf(item) - [...list.children].indexOf(dragged));
      dragged = null;
    });
    return item;
  }

  /** @param {KeyboardEvent} event @param {HTMLElement} item */
  function arrow(event, item) {
    if (event.key !== "ArrowUp" && event.key !== "ArrowDown") return;
    event.preventDefault();
    move(item, event.key === "ArrowUp" ? -1 : 1);
  }

  /** @param {HTMLElement} item @param {number} by */
  function move(item, by) {
    const focused = /** @type {HTMLElement | null} */ (document.activeElement);
    const place = [...list.children].indexOf(item) + by;
    if (!by || place < 0 || place >= list.children.length) return;
    list.insertBefore(item, by > 0 ? list.children[place].nextSibling : list.children[place]);
    bounds();
    if (focused && item.contains(focused)) keep(item, focused);
    changed();
  }

  /** Moving an element takes the focus off it. @param {HTMLElement} item @param {HTMLElement} button */
  function keep(item, button) {
    button.focus();
    const other = item.querySelector("button:enabled");
    if (document.activeElement !== button && other instanceof HTMLElement) other.focus();
  }

  function bounds() {
    [...list.children].forEach((item, index, all) => {
      const [up, down] = item.querySelectorAll("button");
      up.disabled = index === 0;
      down.disabled = index === all.length - 1;
    });
  }

  return {
    node: list,
    read: order,
    write: (picks) => {
      if (picks.join() === order().join()) return;
      list.replaceChildren(...picks.flatMap((id) => items.get(id) ?? []));
      bounds();
    },
    missing: () => "",
    first: () => /** @type {HTMLElement} */ (list.querySelector("button:enabled")),
  };
}
