"""What each step of the recipe costs: seconds of processor time, of programs it starts too, and seconds that passed."""

import os
import time


class Clock:
    def __init__(self):
        self.steps, self.last = [], self._now()

    def step(self, name):
        """Closes the step that has just ended."""
        now = self._now()
        self.steps.append((name, *(after - before for before, after in zip(self.last, now))))
        self.last = now
        print(f"  {name}: {self.steps[-1][1]:.0f} s of processor time, {self.steps[-1][2]:.0f} s passed", flush=True)

    def print(self):
        """The steps as a table, in minutes."""
        print("\n| step | minutes of one core | minutes passed |\n| --- | --- | --- |")
        together = ("together", *(sum(step[place] for step in self.steps) for place in (1, 2)))
        for name, busy, passed in [*self.steps, together]:
            print(f"| {name} | {busy / 60:.1f} | {passed / 60:.1f} |")

    @staticmethod
    def _now():
        used = os.times()
        return used.user + used.system + used.children_user + used.children_system, time.monotonic()
