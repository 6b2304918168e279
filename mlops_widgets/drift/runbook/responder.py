"""Who does what the policy says, hour by hour, and never what it does not say?"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from mlops_widgets.drift.guards import Guard

from .candidate import Work, answers, lesson, trained
from .log import Log
from .memory import in_memory
from .moment import Moment
from .policy import Policy, Rule
from .record import Record
from .sinks import Batch, Chances, Model, Sinks
from .states import Signal, State
from .steps import Step

__all__ = ["Responder", "Work"]


class Responder:
    """Follows a policy from the alarm to the action. Time is an argument, effects go into sinks.

    Call ``observe`` once an hour, or as often as data come. The guard looks at the data before every
    retraining, the stable test set judges every candidate, and every change of state is written down.

    Parameters
    ----------
    policy
        What to do when.
    guard
        Fitted on data that are known to be right.
    work
        Where data lie, how one learns, and what counts as worse.
    model
        What answers at the beginning.
    rules
        What answers while data are damaged.
    start
        Hour at which the responder takes over.
    sinks
        Where alerts, snapshots, models and jobs go; into memory by default.
    """

    def __init__(
        self,
        policy: Policy,
        guard: Guard,
        work: Work,
        *,
        model: Model,
        rules: Model,
        start: float = 0.0,
        sinks: Sinks | None = None,
    ) -> None:
        self.policy, self.guard, self.work, self.rules = policy, guard, work, rules
        self.sinks = sinks or in_memory()
        self._record = Record(start, self.sinks.journal)
        self._models: list[tuple[str, Model]] = [("model 1", model)]
        self._made = 1  # models so far, candidates that were promoted included
        self._by_rules = False
        self._plan: tuple[Step, ...] = ()
        self._candidate: Model | None = None
        self._damaged: list[tuple[float, float]] = []
        self._sound_since: float | None = None
        self._shadow_until = self._rest_until = start

    @property
    def state(self) -> State:
        """What the response is doing."""
        return self._record.state

    @property
    def log(self) -> Log:
        """Everything that happened."""
        return self._record.log

    @property
    def answering(self) -> str:
        """Who answers now: the name of a model, or "rules"."""
        return "rules" if self._by_rules else self._models[-1][0]

    def score(self, batch: Batch) -> Chances:
        """The answer that is given to users now."""
        return (self.rules if self._by_rules else self._models[-1][1]).score(batch)

    def observe(self, time: float, batch: Batch, readings: Mapping[str, Mapping[str, float]]) -> State:
        """Take in what arrived since the last call, and act.

        Parameters
        ----------
        time
            Hours, later than at the last call.
        batch
            The rows that arrived since then.
        readings
            Feature → measure → value, e.g. ``{"income": {"psi": 0.31}}``; NaN for what is not known yet.

        Returns
        -------
        State
            After acting.

        Raises
        ------
        ValueError
            When time does not advance, or a number that a rule asks for is not among the readings.
        """
        if not time > self._record.time:
            raise ValueError(f"time must advance, got {time!r} h after {self._record.time:g}: pass the batch's hour.")
        if missing := self.policy.missing(readings):
            raise ValueError(f"readings must hold what the rules ask for, and {missing[0]} is not there: measure it.")
        moment = Moment(self._record.time, time, batch, readings, self.guard.check(batch))
        self._record.time = time
        if moment.problems:
            self._damaged.append((moment.since, time))
        act = {
            State.SERVING: self._serving,
            State.RETRAINING: self._training,
            State.SHADOW: self._shadow,
            State.ROLLED_BACK: self._rolled_back,
            State.FALLBACK: self._fallback,
            State.RECOVERING: self._training,
        }
        act[self.state](moment)
        return self.state

    def roll_back(self, reason: str) -> bool:
        """Let the model before this one answer again; refused, and written down, where that cannot be."""
        if len(self._models) < 2:
            self._record.write(f"{reason}; there is no earlier model", kind="refused")
            return False
        before = self._models[-2][0]
        return self._go(Signal.ROLL_BACK, f"{reason}; {before} answers again") and bool(self._models.pop())

    def fall_back(self, reason: str) -> bool:
        """Let the rules answer; refused, and written down, where that cannot be."""
        return self._go(Signal.FALL_BACK, reason)

    def _serving(self, now: Moment) -> None:
        rule = self.policy.crossed(now.reading)
        if rule is None or now.until < self._rest_until:
            self._protected(now, rule)
        else:
            self._alarm(now, rule)

    def _alarm(self, now: Moment, rule: Rule) -> None:
        words, self._plan = rule.when.say(now.reading(rule.when)), rule.do
        self._go(Signal.ALARM, words)
        for step in rule.do:
            if step.action == "alert":
                self._record.tell("alerts", lambda: self.sinks.alerts.send(now.until, f"{self.policy.name}: {words}"))
            elif step.action == "snapshot":
                self._record.tell("snapshots", lambda: self.sinks.snapshots.keep(now.until, now.batch))
            elif step.action == "retrain":
                self._retrain(now, Signal.RETRAIN)
            elif step.action == "fall_back" or (step.action == "roll_back" and not self.roll_back(words)):
                self._refuse(words)
        if self.state is not State.FALLBACK and not self._protected(now, rule) and self.state is State.ALERTED:
            self._go(Signal.DISMISS, "no further step")

    def _protected(self, now: Moment, rule: Rule | None) -> bool:
        """Do rules answer from now on, because the data are damaged and the policy wants no model to be fed them?"""
        wanted = self.policy.fallback == "rules" or (rule is not None and rule.do[-1] == Step("fall_back"))
        return wanted and bool(now.problems) and self._go(Signal.FALL_BACK, f"while {self.state}: {now.problems[0]}")

    def _retrain(self, now: Moment, signal: Signal) -> None:
        step = next(step for step in self._plan if step.action == "retrain")
        found = lesson(self.work, self.guard, now, step.hours, self._damaged)
        if found.damage:
            self._refuse(f"no retraining: {found.damage}")
        elif found.lack:
            self._sound_since = None  # wait for as long again
            self._record.write(f"no retraining: {found.lack}")
        else:
            self._go(signal, f"{found.rows:,} labelled rows of the last {step.hours / 24:g} days pass the guard")
            run = partial(self.work.learn, found.data)
            if not self._record.tell("jobs", lambda: self.sinks.jobs.start(run, now.until)):
                self._go(Signal.REJECT, "the training could not be started")

    def _training(self, now: Moment) -> None:
        if now.problems:
            self._refuse(f"while training: {now.problems[0]}")
            return
        if not (result := trained(self.sinks.jobs, self.work, self._models[-1][1], self.policy.margin, now.until)):
            return
        self._candidate, words = result
        shadow = next((step for step in self._plan if step.action == "shadow"), None)
        if self._candidate is None:
            self._go(Signal.REJECT, words)
        elif shadow is None:
            self._promote(self._candidate, words)
        else:
            self._shadow_until = now.until + shadow.hours
            self._go(Signal.TRAINED, f"{words}; {shadow.hours:g} hours beside the model")

    def _shadow(self, now: Moment) -> None:
        if now.problems:
            self._refuse(f"in the shadow: {now.problems[0]}")
        elif self._candidate is not None:
            if flaw := answers(self._candidate, now.batch):
                self._go(Signal.REJECT, f"in the shadow the candidate {flaw}")
            elif now.until >= self._shadow_until:
                self._promote(self._candidate, "no flaw in the shadow")

    def _rolled_back(self, now: Moment) -> None:
        if not self._protected(now, self.policy.crossed(now.reading)) and now.until >= self._rest_until:
            self._go(Signal.REST, f"{self.policy.cooldown:g} hours are over")

    def _fallback(self, now: Moment) -> None:
        if now.problems:
            self._sound_since = None
            return
        self._sound_since = now.since if self._sound_since is None else self._sound_since
        if now.until - self._sound_since < self.policy.recover.after:
            return  # not long enough
        if self.policy.recover.do:
            self._plan = self.policy.recover.do
            self._retrain(now, Signal.REPAIRED)
        else:
            self._go(Signal.RESUME, f"sound data for {now.until - self._sound_since:g} hours")

    def _refuse(self, words: str) -> None:
        """Rules where the policy wants them or they answer already, else the model goes on."""
        asked = self._by_rules or self._plan[-1:] == (Step("fall_back"),)
        self._sound_since = None  # wait for as long again
        if self.state is State.FALLBACK:
            self._record.write(words)
        elif self.policy.fallback == "rules" or asked:
            self._go(Signal.FALL_BACK, words)
        else:
            self._go(Signal.DISMISS if self.state is State.ALERTED else Signal.REJECT, words)

    def _promote(self, model: Model, words: str) -> None:
        name, self._made = f"model {self._made + 1}", self._made + 1
        if self._go(Signal.PROMOTE, f"{words}; {name} answers from now on"):
            self._models.append((name, model))
            self._record.tell("models", lambda: self.sinks.models.keep(name, model))

    def _go(self, signal: Signal, reason: str) -> bool:
        if not self._record.go(signal, reason):
            return False
        if self.state is State.FALLBACK:
            self._by_rules, self._sound_since = True, None
        if self.state in (State.SERVING, State.ROLLED_BACK):
            self._by_rules = False
            self._rest_until = self._record.time + (0 if signal is Signal.REST else self.policy.cooldown)
        return True
