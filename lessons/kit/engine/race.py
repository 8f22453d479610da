"""The engine: races networks in lock-step, and makes pause, kill and resume exact.

A lesson's loop is a generator. Pause is not calling `next`, step is calling it once, stop is
closing it. The only module of the kit, with what it alone uses, that imports torch.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from lessons.kit.claims.conclusion import conclude
from lessons.kit.claims.history import History
from lessons.kit.data.brought import Data, Progress, silent
from lessons.kit.engine.devices import choose_device, versions
from lessons.kit.engine.failures import Failure
from lessons.kit.engine.network import Network
from lessons.kit.engine.run import SavedNetwork
from lessons.kit.errors import unknown
from lessons.kit.page.lesson import Lesson
from lessons.kit.page.params import for_a_while
from lessons.kit.page.plan import Plan
from lessons.kit.speed import compiler
from lessons.kit.speed.cuda_graph import play_back
from lessons.kit.speed.together import Team, teams
from lessons.kit.stream.events import Answer, Event, Position, Start, Steps, Throughputs

if TYPE_CHECKING:
    from lessons.kit.speed.ranks import Ranks

compiler.stand_in()


class Race:
    """Every variant and seed of a plan, one step each in turn."""

    def __init__(
        self, lesson: Lesson, plan: Plan, saved: Iterable[SavedNetwork] = (),
        progress: Progress = silent, data: Data | None = None,
    ) -> None:  # fmt: skip
        self.lesson = lesson
        self.plan = plan = lesson.renewed(plan)
        self.device = choose_device(plan.device)
        params = lesson.params().override(plan.config)
        self.data = data or lesson.data_of(plan, progress)
        kept = {(state.variant, state.seed): state for state in saved}
        loop = lesson.train(plan.edits)
        self.networks = [
            Network(
                loop, params.override(overrides), variant, seed,
                self.device, self.data.content, kept.get((variant, seed)), lesson.watched,
            )
            for seed in plan.seeds
            for variant, overrides in plan.variants.items()
        ]  # fmt: skip
        for network in self.networks:
            network.engine.is_edited = bool(plan.edits)
            network.engine.prepare = play_back if lesson.cuda_graph else None
        self.ranks: Ranks | None = None
        self.units = self._units()
        """What takes a step by itself: a network, or all seeds of a variant as one."""

    def share(self, ranks: Ranks) -> None:
        """Train every network together with these other processes. Call it before any step."""
        self.ranks, self.units = ranks, [*self.networks]
        for network in self.networks:
            network.engine.ranks = ranks
            network.engine.prepare = ranks.prepare

    def start(self, run: str = "") -> Start:
        """The first line of this run's stream."""
        return Start(
            run=run,
            lesson=self.plan.lesson,
            config=self.plan.config,
            variants=self.plan.variants,
            seeds=self.plan.seeds,
            steps=self.plan.steps,
            device=str(self.device),
            threads=self.plan.threads,
            devices=self.plan.devices,
            data=self.data.summary,
            own_data=self.plan.own_data,
            versions=versions(),
            lesson_hash=self.lesson.hash,
            edited=bool(self.plan.edits),
            together=self._together(),
            watched=self.lesson.watched,
        )

    @property
    def over(self) -> bool:
        """Whether no network has anything left to train."""
        return all(network.end for network in self.networks)

    @property
    def step(self) -> int:
        """The steps that the furthest network has trained."""
        return max(network.engine.step for network in self.networks)

    def tick(self) -> list[Event]:
        """One step of every network that still trains; its scalars wait for `collect`."""
        self._tell("tick")
        events = [event for unit in self.units for event in unit.tick()]
        return [*events, *self._ended_with_others()] if self.ranks else events

    def collect(self) -> list[Steps]:
        """The scalars of every step since the last time."""
        return [batch for network in self.networks for batch in network.scalars.collect()]

    def positions(self) -> list[Position]:
        """How far every network has come."""
        return [Position(n.variant, n.seed, n.engine.step) for n in self.networks]

    def throughput(self) -> Throughputs:
        """What each network went through in a second of CPU, where its loop says what."""
        found: Throughputs = {}
        for network in self.networks:
            measured = network.run.throughput
            if measured.per_second is not None:
                by_seed = found.setdefault(network.variant, {})
                name = f"{measured.what}_per_cpu_second"
                by_seed[str(network.seed)] = {name: measured.per_second / self.plan.devices}
        return found

    def save(self) -> list[SavedNetwork]:
        """Everything needed to go on from here, to the last bit. Call it between ticks."""
        return [network.save() for network in self.networks]

    def turn(self, name: str, value: Any) -> Any:
        """Turn a live setting for every variant that does not fix it; the value as checked.

        Raises BadUsage for a setting that is unknown, out of bounds, or not live.
        """
        self._tell("turn", name, value)
        value = self.lesson.params.check(name, value)
        name = self.lesson.params.named(name)
        free = [n for n in self.networks if name not in self.plan.variants[n.variant]]
        for network in free or self.networks:
            network.hp.turn(name, value)
            network.engine.turns += 1
        return value

    def show_next(self) -> None:
        """Ask every network that trains for its pictures at its next step, due or not."""
        self._tell("show")
        for network in self.networks:
            network.engine.picture_wanted = not network.end

    def network(self, variant: str | None = None, seed: int | None = None) -> Network:
        """The network asked for; where nothing is said, the lesson's favourite or the first."""
        if variant is None:
            variant = self.lesson.default_variant(self.plan.variants)
        found = [
            network
            for network in self.networks
            if variant == network.variant and seed in (None, network.seed)
        ]
        if variant not in self.plan.variants:
            raise unknown("variant", variant, self.plan.variants)
        if not found:
            raise unknown("seed", str(seed), map(str, self.plan.seeds))
        return found[0]

    def answer(
        self, question: str, variant: str | None = None, seed: int | None = None,
        settings: dict[str, Any] | None = None,
    ) -> Answer:  # fmt: skip
        """Ask a network, with these live settings for this one answer. Raises BadUsage."""
        network = self.network(variant, seed)
        beside = [n.hp for n in self.networks if n.variant == network.variant]  # a team shares one
        with for_a_while(beside, settings or {}):
            return network.answer(question)

    def events(self, run: str = "") -> Iterator[Event]:
        """The whole run, event by event, from its start line to its end."""
        history = History()
        for event in self._stream(run):
            history.take_event(event)
            yield event
        yield conclude(self.lesson, history)

    def _tell(self, what: str, name: str = "", value: Any = None) -> None:
        if self.ranks:
            self.ranks.tell((what, name, value))

    def _ended_with_others(self) -> list[Event]:
        """Where one network failed, the ranks are no longer at one point: the others end too."""
        failed = next((n.end for n in self.networks if n.end and n.end.how == "failed"), None)
        if failed is None:
            return []
        why = Failure(
            f"ended, for {failed.variant} failed", "on one device it goes on", failed.exit
        )
        return [network.give_up(why) for network in self.networks if not network.end]

    def _units(self) -> list[Network | Team]:
        if not self.plan.together or self.plan.edits:
            return [*self.networks]
        loop = self.lesson.together()
        return teams(self.networks, loop.train, loop.suits) if loop else [*self.networks]

    def _together(self) -> list[str]:
        """The variants with a team; many seeds make several."""
        formed = [unit for unit in self.units if isinstance(unit, Team)]
        return list(dict.fromkeys(team.networks[0].variant for team in formed))

    def _stream(self, run: str) -> Iterator[Event]:
        yield self.start(run)
        while not self.over:
            happened = self.tick()
            yield from self.collect()
            yield from happened
