// Where does everything stand? Title and verdict above, controls left, the picture, transport and numbers below.

/** @import { Player } from "./player.js" */
import { make, write } from "./dom.js";

/** @param {Player} player */
export function frameOf({ words, painter, above, panels, transport, controls, link, pins, tableButton, table, spec }) {
  const tools = make("span", { className: "tools" }, pins.button, link.button, tableButton);
  const header = make("header", {}, words.title, words.subtitle, words.status, tools);
  controls.acts.after(pins.list);
  const stage = make("div", { className: "stage" }, above.node, painter.node, transport.scrub, panels.node);
  transport.node.querySelector(".scrub")?.remove();
  const body = make("div", { className: "body" }, controls.node, stage);
  const foot = make("footer", {}, transport.node, words.readouts);
  const root = make("div", { className: "mlops-player", role: "group" });
  write(words.title, spec.name);
  write(words.notice, spec.notice ?? "");
  words.notice.hidden = !spec.notice;
  root.append(header, link.node, words.notice, words.verdict, words.error, words.aloud, body, foot, words.sources, table);
  return root;
}
