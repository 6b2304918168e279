"""How does a test watch a player, wherever it stands? By what is drawn, never by how long that takes."""

from __future__ import annotations

from typing import Any


def drawn(page: Any, frames: int = 3) -> None:
    """Wait until the page has drawn so often: in three frames what was asked for, a new size too, is on the screen."""
    page.evaluate(
        """frames => new Promise(done => {
            const next = () => frames-- > 0 ? requestAnimationFrame(next) : done();
            next();
        })""",
        frames,
    )


def answered(page: Any) -> None:
    """Wait on a page without Jupyter until the kernel has answered what was asked for last, and that is drawn."""
    page.wait_for_function("() => model.get('request').id === model.get('answer').id")
    drawn(page)


def scrubbed(player: Any) -> float:
    """Where a player's playhead is, in the run's own time."""
    return float(player.locator(".scrub").input_value())


def plays(player: Any) -> None:
    """Wait until a player's playhead has moved."""
    scrub = player.locator(".scrub").element_handle()
    scrub.owner_frame().wait_for_function(
        "([node, from]) => Number(node.value) !== from", arg=[scrub, scrubbed(player)], timeout=60_000
    )


def still(player: Any, share: float = 1.0) -> None:
    """Stop a player at a share of its run, and wait until that is drawn."""
    player.locator(".scrub").scroll_into_view_if_needed()
    player.locator("canvas[aria-label]").first.wait_for()  # once drawn, its button says whether it plays
    player.locator(".scrub").evaluate(
        """async (node, share) => {
            const drawn = () => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)));
            node.closest('.mlops-player').querySelector("button.primary[aria-label='Pause']")?.click();
            await drawn();
            node.value = Number(node.min) + (node.max - node.min) * share;
            node.dispatchEvent(new Event('input'));
            await drawn();
        }""",
        share,
    )


def play(player: Any) -> None:
    """Press Play at the start, at the slowest speed, and see the playhead move.

    The run then lasts for a minute and a half, more than anything here waits for: no test comes after its end.
    """
    still(player, 0)
    player.get_by_label("Speed").select_option(index=0)
    player.locator("button.primary").click()
    plays(player)
