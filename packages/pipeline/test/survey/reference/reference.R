# Prints reference.json: what R and its package survey estimate from respondents.csv. Run: Rscript reference.R > reference.json
suppressPackageStartupMessages(library(survey))
number <- function(x) sprintf("%.17g", x)
object <- function(...) {
  fields <- list(...)
  values <- sapply(fields, function(f) {
    one <- if (is.character(f)) paste0("\"", f, "\"") else if (is.logical(f)) tolower(as.character(f)) else number(f)
    if (length(f) == 1) one else paste0("[", paste(one, collapse = ", "), "]")
  })
  paste0("{ ", paste0("\"", names(fields), "\": ", values, collapse = ", "), " }")
}
block <- function(name, rows, last = FALSE)
  cat(sprintf("  \"%s\": [\n    %s\n  ]%s\n", name, paste(rows, collapse = ",\n    "), if (last) "" else ","))
data <- read.csv("respondents.csv", stringsAsFactors = FALSE)

# Means and proportions, by design and domain; the base is who gave an opinion.
designs <- list(
  none = svydesign(ids = ~1, weights = ~weight, data = data),
  strata = svydesign(ids = ~1, strata = ~stratum, weights = ~weight, data = data),
  "strata, fpc" = svydesign(ids = ~1, strata = ~stratum, fpc = ~people, weights = ~weight, data = data),
  clusters = svydesign(ids = ~cluster, weights = ~weight, data = data),
  "clusters, fpc" = svydesign(ids = ~cluster, weights = ~weight, fpc = ~I(375 + 0 * blocks), data = data),
  "strata, clusters" = svydesign(ids = ~cluster, strata = ~stratum, weights = ~weight, data = data),
  "strata, clusters, fpc" = svydesign(ids = ~cluster, strata = ~stratum, fpc = ~blocks, weights = ~weight, data = data))
rows <- c()
for (name in names(designs)) for (where in c("all", "a", "b", "c")) {
  base <- subset(designs[[name]], answer != 9 & (domain == where | where == "all"))
  mean <- svymean(~answer, base)
  share <- svyciprop(~I(answer >= 4), base, method = "beta")
  ninety <- svyciprop(~I(answer >= 4), base, method = "beta", level = 0.9)
  rows <- c(rows, object(
    design = name, domain = where, n = nrow(base), df = degf(base), mean = coef(mean)[[1]], meanVariance = vcov(mean)[[1]],
    p = coef(share)[[1]], variance = attr(share, "var")[[1]], kornGraubard = as.vector(confint(share)), ninety = as.vector(confint(ninety))))
}
cat("{\n"); block("estimates", rows)

# The same of a proportion alone, by the formula of svyciprop and with the effective size capped at n, as NCHS asks.
rows <- c()
for (n in c(2, 31, 60, 500, 4000)) for (p in c(0.004, 0.25, 0.5, 0.93)) for (deff in c(0.6, 1, 1.4, 3)) for (df in c(1, 6, 40, 3999)) {
  size <- min(n, min(n, n / deff) * (qt(0.025, n - 1) / qt(0.025, df))^2)
  rows <- c(rows, object(n = n, p = p, variance = deff * p * (1 - p) / n, df = df, interval =
    c(qbeta(0.025, size * p, size * (1 - p) + 1), qbeta(0.975, size * p + 1, size * (1 - p)))))
}
block("kornGraubard", rows)

rows <- c()
for (n in c(1, 7, 30, 263, 1500)) for (x in unique(round(n * c(0, 0.01, 0.2, 0.5, 0.97, 1)))) for (level in c(0.8, 0.95, 0.999))
  rows <- c(rows, object(x = x, n = n, level = level, clopperPearson = as.vector(binom.test(x, n, conf.level = level)$conf.int),
    wilson = as.vector(suppressWarnings(prop.test(x, n, conf.level = level, correct = FALSE))$conf.int)))
block("simple", rows)

block("kish", object(weight = sum(data$weight), weightSquared = sum(data$weight^2), nEffective = sum(data$weight)^2 / sum(data$weight^2)))

# Cronbach's alpha by analysis of variance (Hoyt), which does not pass through covariances.
items <- as.matrix(data[paste0("item", 1:4)])
long <- data.frame(value = as.vector(items), person = factor(rep(seq_len(nrow(items)), 4)), item = factor(rep(1:4, each = nrow(items))))
squares <- anova(lm(value ~ item + person, long))[["Mean Sq"]]
block("cronbach", object(covariances = as.vector(cov(items)), alpha = 1 - squares[3] / squares[2]))

# Raking, as weights of mean 1.
population <- list(
  agesex = data.frame(agesex = sort(unique(data$agesex)), Freq = c(1700, 1300, 3300, 2500, 2500, 1700)),
  area = data.frame(area = paste0("d", 1:5), Freq = c(4200, 2800, 2700, 2000, 1300)))
stated <- sum(data$weight[data$tenure != "unstated"]) / sum(data$weight)
population$tenure <- data.frame(tenure = c("own", "rent", "unstated"), Freq = 13000 * c(0.55 * stated, 0.45 * stated, 1 - stated))
design <- svydesign(ids = ~1, weights = ~weight, data = data)
raked <- function(margins) {
  result <- rake(design, lapply(margins, function(m) as.formula(paste("~", m))), population[margins], list(maxit = 2000, epsilon = 1e-13))
  as.vector(weights(result) / mean(weights(result)))
}
# With bounds: survey's calibration by raking, whose bounds are of the ratio to the weights before; those are equal here, so they bound the weights.
equal <- svydesign(ids = ~1, weights = ~I(13000 / nrow(data) + 0 * weight), data = data)
bounded <- function(lowest, highest) {
  margins <- c("agesex", "area")
  totals <- c("(Intercept)" = 13000, unlist(lapply(margins, function(m) setNames(population[[m]]$Freq, paste0(m, population[[m]][[1]]))[-1])))
  result <- calibrate(equal, ~agesex + area, totals, calfun = "raking", bounds = c(lowest, highest), maxit = 1000, epsilon = 1e-11)
  as.vector(weights(result) / mean(weights(result)))
}
block("rake", c(
  object(margins = c("agesex", "area"), equal = FALSE, bounds = c(0, 1e9), weights = raked(c("agesex", "area"))),
  object(margins = c("agesex", "area", "tenure"), equal = FALSE, bounds = c(0, 1e9), weights = raked(c("agesex", "area", "tenure"))),
  object(margins = c("agesex", "area"), equal = TRUE, bounds = c(0, 1e9), weights = bounded(0, 1e9)),
  object(margins = c("agesex", "area"), equal = TRUE, bounds = c(0.5, 2.2), weights = bounded(0.5, 2.2)),
  object(margins = c("agesex", "area"), equal = TRUE, bounds = c(0.68, 2.3), weights = bounded(0.68, 2.3))))
block("population", c(
  object(margin = "agesex", categories = population$agesex$agesex, people = population$agesex$Freq),
  object(margin = "area", categories = population$area$area, people = population$area$Freq),
  object(margin = "tenure", categories = c("own", "rent"), people = c(55, 45))), last = TRUE)
cat("}\n")
