# Prints reference.json: what R computes, beside its inputs. Run: Rscript reference.R > reference.json
suppressPackageStartupMessages({ library(survival); library(MASS); library(spdep) })
number <- function(x) ifelse(is.na(x), "null", ifelse(is.finite(x), sprintf("%.17g", x), ifelse(x > 0, "1e999", "-1e999")))
text <- function(x) {
  if (is.list(x)) return(if (is.null(names(x))) paste0("[", paste(sapply(x, text), collapse = ", "), "]") else
    paste0("{ ", paste0("\"", names(x), "\": ", sapply(x, text), collapse = ", "), " }"))
  one <- if (is.character(x)) paste0("\"", x, "\"") else if (is.logical(x) && !all(is.na(x))) tolower(as.character(x)) else number(x)
  if (length(x) == 1 && !inherits(x, "AsIs")) one else paste0("[", paste(one, collapse = ", "), "]")
}
out <- list()

# Place-based: the formulas once more, by other means (a linear combination of counts, and a Poisson model whose interaction is the relative effect).
wdd <- function(counts, weights, level) {
  sign <- c(-1, 1, 1, -1, -1, 1, 1, -1)[seq_along(counts)]
  difference <- drop(crossprod(sign / weights, counts)); error <- sqrt(drop(t(sign / weights) %*% diag(counts) %*% (sign / weights)))
  list(counts = counts, weights = weights, level = level, difference = difference, standardError = error,
       pValue = 2 * pnorm(-abs(difference / error)), interval = difference + c(-1, 1) * qnorm((1 + level) / 2) * error)
}
out$wdd <- list(wdd(c(207, 110, 308, 318, 178, 157, 150, 140), rep(1, 8), 0.95), wdd(c(20, 10, 20, 20), rep(1, 4), 0.9),
  wdd(c(80, 20, 100, 50), c(2, 1, 2, 1), 0.95), wdd(c(1041, 377, 912, 688, 400, 371, 395, 300), c(24, 9, 48, 18, 12, 4.5, 24, 9), 0.99))
out$relativeEffect <- lapply(list(c(207, 110, 308, 318), c(3, 9, 40, 41), c(1204, 988, 1500, 1497), c(1, 1, 1, 7)), function(counts) {
  data <- data.frame(counts, place = c("r", "r", "c", "c"), time = c("b", "a", "b", "a"))
  fit <- summary(glm(counts ~ place * time, poisson, data, control = list(epsilon = 1e-15, maxit = 100)))$coefficients["placer:timeb", ]
  list(counts = counts, ratio = exp(fit[[1]]), logStandardError = fit[[2]], interval = exp(fit[[1]] + c(-1, 1) * qnorm(0.975) * fit[[2]]))
})

# Poisson.
grid <- expand.grid(count = c(0, 1, 2, 3, 5, 9, 17, 50, 123, 1000, 54321, 1e6), level = c(0.8, 0.95, 0.999))
out$countInterval <- lapply(seq_len(nrow(grid)), function(i) with(grid[i, ], list(count = count, level = level, interval = as.vector(poisson.test(count, conf.level = level)$conf.int))))
pairs <- list(c(16, 25, 1, 1), c(4, 9, 1, 1), c(0, 5, 1, 1), c(5, 0, 1, 1), c(14, 11, 3, 3), c(120, 37, 12, 3), c(1000, 1100, 365, 366), c(1, 1, 52000, 8100), c(100000, 101000, 1, 1))
out$compareCounts <- lapply(pairs, function(x) {
  test <- poisson.test(c(x[2], x[1]), c(x[4], x[3])); share <- x[4] / (x[3] + x[4]); n <- x[1] + x[2]
  list(input = x, ratio = test$estimate[[1]], interval = as.vector(test$conf.int),
    pValue = min(1, 2 * pbinom(x[2], n, share), 2 * pbinom(x[2] - 1, n, share, lower.tail = FALSE)))
})
grid <- expand.grid(a = c(0.5, 1, 2.5, 10, 80.5, 1000, 1e6), x = c(0.1, 0.7, 1, 1.02, 1.5)); grid$x <- grid$x * grid$a
out$incompleteGamma <- lapply(seq_len(nrow(grid)), function(i) I(c(grid$a[i], grid$x[i], pgamma(grid$x[i], grid$a[i]))))
out$incompleteGamma <- Filter(function(row) row[3] > 1e-250, out$incompleteGamma)
grid <- expand.grid(p = c(1e-10, 0.0005, 0.025, 0.3, 0.5, 0.8, 0.975, 0.9995), a = c(0.5, 1, 2, 7, 33, 1001, 1e6))
out$gammaQuantile <- lapply(seq_len(nrow(grid)), function(i) I(c(grid$p[i], grid$a[i], qgamma(grid$p[i], grid$a[i]))))

# Kaplan-Meier.
set.seed(20260401)
waits <- list(
  small = data.frame(days = c(1, 2, 3, 4, 4, 6), answered = c(0, 1, 1, 1, 0, 1)),
  ties = data.frame(days = c(2, 2, 2, 3, 3, 5, 5, 5, 5, 8, 8, 8, 13, 13, 21, 21, 21, 34), answered = c(1, 1, 0, 1, 0, 1, 1, 1, 0, 1, 1, 0, 0, 1, 1, 1, 0, 0)),
  half = data.frame(days = c(1, 2, 3, 4), answered = 1), # 1 - 1/4 - 1/4 is exactly one half
  open = data.frame(days = c(3, 9, 9, 40), answered = 0),
  zero = data.frame(days = c(0, 0, 1, 5, 7, 7, 9, 30), answered = c(1, 1, 1, 0, 1, 1, 0, 1)),
  many = { wait <- ceiling(rexp(300, 1 / 12)); seen <- sample(1:60, 300, TRUE); data.frame(days = pmin(wait, seen), answered = as.numeric(wait <= seen)) },
  few = { wait <- ceiling(rweibull(40, 0.7, 30)); seen <- sample(1:35, 40, TRUE); data.frame(days = pmin(wait, seen), answered = as.numeric(wait <= seen)) })
out$kaplanMeier <- lapply(names(waits), function(name) {
  data <- waits[[name]]
  do.call(c, list(list(name = name, days = data$days, answered = data$answered == 1), list(levels = lapply(c(0.95, 0.8), function(level) {
    fit <- survfit(Surv(days, answered) ~ 1, data, conf.type = "log-log", conf.int = level); s <- summary(fit, censored = TRUE)
    q <- quantile(fit, c(0.5, 0.9)); by <- c(0.5, 2, 5, 9, 20)
    at <- summary(fit, times = by[by <= max(data$days)])
    list(level = level, time = s$time, atRisk = s$n.risk, survival = s$surv, standardError = s$std.err, lower = s$lower, upper = s$upper,
      quantile = as.vector(q$quantile), quantileLower = as.vector(q$lower), quantileUpper = as.vector(q$upper),
      by = I(at$time), byShare = I(1 - at$surv), byLower = I(1 - at$upper), byUpper = I(1 - at$lower))
  }))))
})

# Gini: from the mean of absolute differences of all pairs, which knows no Lorenz curve.
places <- list(list(amount = c(120, 40, 0, 300, 75), residents = c(4100, 3900, 2500, 8200, 1300)), list(amount = c(0, 0, 10), residents = c(1, 1, 1)),
  list(amount = c(5, 10, 20), residents = c(100, 200, 400)), list(amount = round(rgamma(40, 0.6, 0.02), 1), residents = sample(500:9000, 40)))
out$gini <- lapply(places, function(place) {
  rate <- place$amount / place$residents; share <- place$residents / sum(place$residents)
  c(place, list(gini = sum(outer(share, share) * abs(outer(rate, rate, "-"))) / (2 * sum(share * rate))))
})
out$representation <- lapply(list(c(12, 80, 2100, 9000), c(3, 41, 500, 1000), c(200, 410, 30100, 88000)), function(x) {
  data <- data.frame(y = c(x[1], x[2] - x[1]))
  ratio <- (x[1] / x[2]) / (x[3] / x[4]); one <- 1 / x[1] - 1 / x[2]; two <- one + 1 / x[3] - 1 / x[4]
  list(input = x, ratio = ratio, interval = ratio * exp(c(-1, 1) * qnorm(0.975) * sqrt(one)), sampled = ratio * exp(c(-1, 1) * qnorm(0.975) * sqrt(two)))
})
out$representationExact <- lapply(list(c(0, 25, 300, 1000), c(25, 25, 300, 1000)), function(x)
  list(input = x, interval = as.vector(binom.test(x[1], x[2])$conf.int) / (x[3] / x[4])))

# Gi*.
grids <- list(cell2nb(6, 7, type = "queen"), cell2nb(5, 5, type = "rook"), cell2nb(2, 5, type = "queen"))
out$getisOrd <- lapply(grids, function(nb) {
  n <- length(nb); x <- rpois(n, 9) + ifelse(seq_len(n) %in% c(1, 2, 7, 8, 9), 14, 0); x[n] <- 0.5
  z <- as.vector(localG(x, nb2listw(include.self(nb), style = "B"))); p <- 2 * pnorm(-abs(z))
  list(values = x, neighbours = lapply(nb, function(one) I(as.integer(one) - 1L)), z = z, pValue = p, adjusted = p.adjust(p, "BH"))
})

# Regression of counts.
tight <- glm.control(epsilon = 1e-15, maxit = 500)
month <- function(n) seq_len(n) - 1
harmonics <- function(m) cbind(s1 = sin(pi * m / 6), c1 = cos(pi * m / 6), s2 = sin(pi * m / 3), c2 = cos(pi * m / 3))
days <- c(31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
series <- list(
  poisson = rpois(36, exp(3.4 - 0.12 * month(36) / 12 + 0.25 * sin(pi * month(36) / 6))),
  overdispersed = rnegbin(60, exp(4.2 + 0.05 * month(60) / 12 + 0.3 * cos(pi * month(60) / 6)), 9),
  rare = rpois(48, 1.3),
  short = rnegbin(24, 40, 6),
  large = rnegbin(72, exp(9 - 0.03 * month(72) / 12), 60))
out$regression <- lapply(names(series), function(name) {
  y <- series[[name]]; n <- length(y); m <- month(n); h <- harmonics(m); exposure <- rep(days, length.out = n); t <- (m - (n - 1) / 2) / 12
  fit <- glm(y ~ t + h + offset(log(exposure)), poisson, control = tight); quasi <- summary(fit, dispersion = sum(residuals(fit, "pearson")^2) / fit$df.residual)
  phi <- quasi$dispersion; slope <- coef(fit)[["t"]]; qse <- quasi$coefficients["t", 2]; pse <- summary(fit)$coefficients["t", 2]
  percent <- function(b, se, q) 100 * expm1(c(b, b - q * se, b + q * se))
  nb <- tryCatch(suppressWarnings({ f <- glm.nb(y ~ t + h + offset(log(exposure)), control = glm.control(epsilon = 1e-14, maxit = 5000)); if (f$theta > 1e5) NULL else f }), error = function(e) NULL)
  r <- residuals(fit, "pearson"); d <- r - mean(r)
  list(name = name, counts = y, exposure = exposure, coefficients = as.vector(coef(fit)), standardErrors = as.vector(summary(fit)$coefficients[, 2]),
    quasiErrors = as.vector(quasi$coefficients[, 2]), pearsonRatio = phi,
    poissonTrend = percent(slope, pse, qnorm(0.975)), quasiTrend = percent(slope, qse, qt(0.975, fit$df.residual)),
    quasiP = 2 * pt(-abs(slope / qse), fit$df.residual), poissonP = 2 * pnorm(-abs(slope / pse)), autocorrelation = sum(d[-1] * d[-n]) / sum(d^2),
    negativeBinomial = if (is.null(nb)) NA else list(theta = nb$theta, coefficients = as.vector(coef(nb)), standardErrors = as.vector(summary(nb)$coefficients[, 2]),
      trend = percent(coef(nb)[["t"]], summary(nb)$coefficients["t", 2], qnorm(0.975))))
})
out$levelChange <- lapply(list(list(rpois(48, rep(c(40, 27), c(30, 18))), 30), list(rnegbin(60, rep(c(90, 80), c(36, 24)), 8), 36)), function(x) {
  y <- x[[1]]; n <- length(y); m <- month(n); step <- as.numeric(m >= x[[2]]); t <- (m - (n - 1) / 2) / 12
  fit <- glm(y ~ step + t + harmonics(m), poisson, control = tight); phi <- sum(residuals(fit, "pearson")^2) / fit$df.residual
  b <- coef(fit)[["step"]]; se <- summary(fit)$coefficients["step", 2]
  list(counts = y, changeAt = x[[2]], dispersion = phi, poisson = 100 * expm1(b + c(0, -1, 1) * qnorm(0.975) * se), quasi = 100 * expm1(b + c(0, -1, 1) * qt(0.975, fit$df.residual) * se * sqrt(phi)))
})
cat("{\n", paste0("  \"", names(out), "\": [\n    ", sapply(out, function(rows) paste(sapply(rows, text), collapse = ",\n    ")), "\n  ]", collapse = ",\n"), "\n}\n", sep = "")
