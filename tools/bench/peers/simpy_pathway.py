"""pathway-6 in SimPy: every client is a process that waits; a stage with places is a Resource, first
come first served. Stays are whole months, as in all the others: a real length in (d - 1, d] takes d.

    python3 simpy_pathway.py dt|exp|weibull|mixed|queue PEOPLE SEED

Prints what bench-plain prints; leaves with status 77 where SimPy is missing."""
import math
import random
import sys
import time

try:
    import simpy
except ImportError:
    sys.exit(77)

MONTHS, OUT = 60, 5
MONTHLY = [[.80, .06, .03, .02, .07, .02], [.12, .78, .05, .01, .02, .02], [.20, .02, .55, .10, .12, .01],
           [.08, .01, .01, .80, .09, .01], [.03, 0, 0, 0, .955, .015]]
JUMPS = [[0, .30, .15, .10, .35, .10], [.55, 0, .23, .04, .09, .09], [.44, .05, 0, .22, .27, .02],
         [.40, .05, .05, 0, .45, .05], [.66, 0, 0, 0, 0, .34]]
MEAN = [5, 4.5, 2.2, 5, 22]
SHAPE = [.8, 2, 1.5, 2.5, .7]


def weibull(stage):
    scale, shape = MEAN[stage] / math.gamma(1 + 1 / SHAPE[stage]), SHAPE[stage]
    return lambda: random.weibullvariate(scale, shape)


def lengths(workload):
    """For each stage a function that draws a length in real months."""
    if workload == "dt":
        return [lambda s=s: math.log(1 - random.random()) / math.log(MONTHLY[s][s]) for s in range(5)]
    if workload == "weibull":
        return [weibull(s) for s in range(5)]
    if workload == "mixed":
        return [weibull(0), lambda: random.gammavariate(4, 4.5 / 4),
                lambda: random.lognormvariate(math.log(2.2) - .125, .5), weibull(3), weibull(4)]
    return [lambda s=s: random.expovariate(1 / MEAN[s]) for s in range(5)]


def exits(workload):
    """For each stage the chances of each next stage, summed up."""
    rows = []
    for s, row in enumerate(MONTHLY if workload == "dt" else JUMPS):
        left, upto, total = sum(p for e, p in enumerate(row) if e != s), [], 0
        for e, p in enumerate(row):
            total += 0 if e == s else p / left
            upto.append(total)
        upto[-1] = 2
        rows.append(upto)
    return rows


def client(env, change, draw, upto, places, stays):
    stage = 0
    while True:
        place = None
        if places[stage]:
            place = places[stage].request()
            yield place
        change[int(env.now)][stage] += 1
        stays[0] += 1
        if stage == OUT:
            return
        yield env.timeout(max(1, math.ceil(draw[stage]())))
        change[int(env.now)][stage] -= 1
        if place:
            places[stage].release(place)
        luck, to = random.random(), 0
        while luck >= upto[stage][to]:
            to += 1
        stage = to


def main():
    workload, people, seed = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    random.seed(seed)
    start = time.process_time()
    env = simpy.Environment()
    places = [None] * 6
    if workload == "queue":
        places[1] = simpy.Resource(env, people // 20)
        places[2] = simpy.Resource(env, people // 50)
    change, stays = [[0] * 6 for _ in range(MONTHS + 1)], [0]
    draw, upto = lengths(workload), exits(workload)
    for _ in range(people):
        env.process(client(env, change, draw, upto, places, stays))
    env.run(until=MONTHS + 0.5)
    now = [0] * 6
    for row in change:
        now = [a + b for a, b in zip(now, row)]
        print("month", *(n / people for n in now))
    print("stays", stays[0])
    print("seconds", time.process_time() - start)


main()
