// What the kernel's widget shows: the player of its model.

import { render } from "./player.js";

export default { render };
