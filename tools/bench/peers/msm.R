# pathway-6 in R: clients one after another by sim.msm of the package msm (continuous time,
# exponential stays), or all at once with vectors in plain R; uncertain numbers in plain R.
#
#     Rscript msm.R msm exp PEOPLE SEED
#     Rscript msm.R r dt|exp|weibull|mixed PEOPLE SEED       Rscript msm.R r psa DRAWS SEED
#
# Prints what bench-plain prints.
arguments <- commandArgs(trailingOnly = TRUE)
tool <- arguments[1]
workload <- arguments[2]
people <- as.integer(arguments[3])
if (tool == "msm" && !suppressWarnings(requireNamespace("msm", quietly = TRUE))) quit(status = 77)
set.seed(as.integer(arguments[4]))

months <- 60
monthly <- rbind(c(.80, .06, .03, .02, .07, .02), c(.12, .78, .05, .01, .02, .02),
                 c(.20, .02, .55, .10, .12, .01), c(.08, .01, .01, .80, .09, .01),
                 c(.03, 0, 0, 0, .955, .015), c(0, 0, 0, 0, 0, 1))
jumps <- rbind(c(0, .30, .15, .10, .35, .10), c(.55, 0, .23, .04, .09, .09), c(.44, .05, 0, .22, .27, .02),
               c(.40, .05, .05, 0, .45, .05), c(.66, 0, 0, 0, 0, .34))
average <- c(5, 4.5, 2.2, 5, 22)
shape <- c(.8, 2, 1.5, 2.5, .7)

say <- function(occupancy, stays) {
  for (t in 0:months) cat("month", format(occupancy[t + 1, ], digits = 9), "\n")
  cat("stays", stays, "\n")
}

# One client after another, at real times; seen at whole months.
by_msm <- function() {
  rates <- rbind(jumps / average, 0)
  diag(rates) <- c(-1 / average, 0)
  change <- matrix(0, months + 2, 6)
  stays <- 0
  for (i in seq_len(people)) {
    path <- msm::sim.msm(rates, maxtime = months, start = 1)
    states <- path$states
    at <- pmin(ceiling(path$times), months + 1)
    n <- length(states)
    if (n > 1 && states[n] == states[n - 1]) { states <- states[-n]; at <- at[-n]; n <- n - 1 }
    for (k in seq_len(n)) {
      change[at[k] + 1, states[k]] <- change[at[k] + 1, states[k]] + 1
      if (k > 1) change[at[k] + 1, states[k - 1]] <- change[at[k] + 1, states[k - 1]] - 1
    }
    stays <- stays + n
  }
  say(apply(change, 2, cumsum) / people, stays)
}

weibull <- function(n, s) rweibull(n, shape[s], average[s] / gamma(1 + 1 / shape[s]))
lengths_of <- function(n, s) {
  real <- switch(workload,
    dt = return(1 + rgeom(n, 1 - monthly[s, s])),
    exp = rexp(n, 1 / average[s]),
    weibull = weibull(n, s),
    mixed = if (s == 2) rgamma(n, 4, 4 / average[s])
            else if (s == 3) rlnorm(n, log(average[s]) - 0.125, 0.5) else weibull(n, s))
  pmax(1, ceiling(real))
}

# Everybody at once, a stay at a time.
by_vectors <- function() {
  chances <- if (workload == "dt") monthly[1:5, ] else jumps
  for (s in 1:5) { chances[s, s] <- 0; chances[s, ] <- chances[s, ] / sum(chances[s, ]) }
  change <- matrix(0, months + 2, 6)
  change[1, 1] <- people
  stage <- rep.int(1L, people)
  time <- rep.int(0, people)
  stays <- people
  while (length(stage) > 0) {
    to <- integer(length(stage))
    for (s in 1:5) {
      here <- which(stage == s)
      if (length(here) == 0) next
      time[here] <- time[here] + lengths_of(length(here), s)
      to[here] <- sample.int(6, length(here), replace = TRUE, prob = chances[s, ])
    }
    moves <- which(time <= months)
    stage <- stage[moves]; time <- time[moves]; to <- to[moves]
    change <- change - matrix(tabulate(time + 1 + (stage - 1) * (months + 2), (months + 2) * 6), months + 2)
    change <- change + matrix(tabulate(time + 1 + (to - 1) * (months + 2), (months + 2) * 6), months + 2)
    stays <- stays + length(to)
    stage <- to
    goes_on <- which(stage < 6)
    stage <- stage[goes_on]; time <- time[goes_on]
  }
  say(apply(change, 2, cumsum) / people, stays)
}

# The hazard of the move to work times `ratio`; the other hazards stay.
weigh <- function(row, ratio) {
  left <- 1 - row[1]
  all <- 1 - row[5] / left * (1 - ratio)
  leaves <- 1 - exp(log(1 - left) * all)
  c(1 - leaves, row[2:6] * c(1, 1, 1, ratio, 1) * leaves / (left * all))
}

by_draws <- function() {
  cost <- c(900, 1150, 1000, 1400, 0, 0)
  worth <- 1.03^(-(0:(months - 1)) / 12)
  total <- matrix(0, people, 3)
  for (i in seq_len(people)) {
    rows <- matrix(rgamma(36, 200 * monthly), 6)
    rows <- rows / rowSums(rows)
    for (g in 1:3) {
      chances <- rows
      chances[1, ] <- weigh(rows[1, ], c(1, 0.6, 1.4)[g])
      who <- c(1, 0, 0, 0, 0, 0)
      for (t in seq_len(months)) {
        total[i, g] <- total[i, g] + worth[t] * sum(cost * who)
        who <- who %*% chances
      }
    }
  }
  for (g in 1:3) cat("money", mean(total[, g]), sd(total[, g]), "\n")
}

start <- proc.time()
if (workload == "psa") by_draws() else if (tool == "msm") by_msm() else by_vectors()
cat("seconds", sum((proc.time() - start)[1:2]), "\n")
